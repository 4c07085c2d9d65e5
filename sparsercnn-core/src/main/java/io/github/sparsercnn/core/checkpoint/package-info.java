/** Weights files: readers and writers without native code, names, layouts. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.checkpoint;
