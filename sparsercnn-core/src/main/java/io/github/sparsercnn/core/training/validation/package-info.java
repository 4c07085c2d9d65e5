/** Measuring a network while it is trained. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.training.validation;
