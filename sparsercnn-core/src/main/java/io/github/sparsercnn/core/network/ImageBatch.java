package io.github.sparsercnn.core.network;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures ready for the network.
 *
 * @param images {@code [B, 3, H, W]}, normalised, then padded with zeros at the right and the
 *     bottom
 * @param sizes of the resized pictures without padding, one per picture
 */
public record ImageBatch(Tensor images, List<ImageSize> sizes) {
  /** Copies the list. */
  public ImageBatch {
    sizes = List.copyOf(sizes);
    if (sizes.size() != images.size(0)) {
      throw new IllegalArgumentException(
          sizes.size() + " sizes for a batch of " + images.size(0) + " pictures");
    }
  }

  /**
   * What turns fractions of a picture into pixels.
   *
   * @param like gives device and element type, float32 where that is shorter
   * @return {@code [B, 4]}: width, height, width, height of each picture without padding
   */
  public Tensor scales(Tensor like) {
    float[] scales = new float[sizes.size() * 4];
    for (int i = 0; i < scales.length; i++) {
      ImageSize size = sizes.get(i / 4);
      scales[i] = i % 2 == 0 ? size.width() : size.height();
    }
    return Ops.atLeastFloatLike(HostTensors.ofFloats(scales, sizes.size(), 4), like);
  }
}
