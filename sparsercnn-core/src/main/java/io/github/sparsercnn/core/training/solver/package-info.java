/** From gradients to new parameters: rules, clip, learning rate, optimizer. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.training.solver;
