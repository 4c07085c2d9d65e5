package io.github.sparsercnn.core.config;

/** The order of a pixel's channels that a network takes ({@code INPUT.FORMAT}). */
public enum InputFormat {
  /** Red first, as torchvision's ImageNet weights and all official Sparse R-CNN models. */
  RGB,
  /** Blue first, as detectron2's MSRA ImageNet weights. */
  BGR
}
