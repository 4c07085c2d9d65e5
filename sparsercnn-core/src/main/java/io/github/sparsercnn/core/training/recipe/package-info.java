/** Configurations for people who have pictures and no configuration. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.training.recipe;
