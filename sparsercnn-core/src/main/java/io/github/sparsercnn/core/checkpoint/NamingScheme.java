package io.github.sparsercnn.core.checkpoint;

/** Whose names a weights file gives to its tensors. */
public enum NamingScheme {
  /** {@code backbone.bottom_up.…}, {@code head.head_series.…}: the official code's, and ours. */
  DETECTRON2("detectron2 names"),
  /** {@code backbone.layer1.…}, {@code neck.…}, {@code roi_head.bbox_head.…}. */
  MMDETECTION("mmdetection names"),
  /** {@code stem.…}, {@code res2.…}: only a ResNet, as in detectron2's {@code R-50.pkl}. */
  DETECTRON2_BACKBONE("detectron2 backbone names"),
  /** {@code conv1.…}, {@code layer1.…}: only a ResNet, as torchvision names it. */
  TORCHVISION_BACKBONE("torchvision backbone names");

  private final String description;

  NamingScheme(String description) {
    this.description = description;
  }

  /** Returns for example {@code mmdetection names}. */
  @Override
  public String toString() {
    return description;
  }
}
