package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import java.util.List;

/** A way to look at pictures with a network. Thread-safe. */
interface Look {
  /**
   * Looks at some pictures, few enough to be held in memory together.
   *
   * @return the instances of each, in pixels of the picture given
   */
  List<Instances> at(List<? extends Image> images);
}
