/** Values, builders and exceptions of the Sparse R-CNN SDK. No native code, no LibTorch type. */
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn {
  requires transitive java.desktop;
  requires static transitive org.jspecify;
  requires static auto.value.annotations;

  exports io.github.sparsercnn;
  exports io.github.sparsercnn.spi;

  uses io.github.sparsercnn.spi.SparseRcnnRuntime;
}
