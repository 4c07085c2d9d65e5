/** Training: initial weights, gradients, optimizers, learning rates, the step. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.training;
