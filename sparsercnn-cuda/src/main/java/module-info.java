/** NVIDIA GPU support for Sparse R-CNN. */
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn.cuda {
  requires io.github.sparsercnn.core;
  requires static org.jspecify;
}
