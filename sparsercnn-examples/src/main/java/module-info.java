/** The command line and runnable examples of Sparse R-CNN. */
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn.examples {
  requires io.github.sparsercnn.core;
  requires com.fasterxml.jackson.databind;
  requires java.desktop;
  requires static org.jspecify;

  exports io.github.sparsercnn.examples.smear;
}
