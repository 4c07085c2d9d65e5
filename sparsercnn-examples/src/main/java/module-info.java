/** The command line and runnable examples of Sparse R-CNN. */
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn.examples {
  requires io.github.sparsercnn.core;
  requires static org.jspecify;
}
