/** Sparse R-CNN on LibTorch. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core;
