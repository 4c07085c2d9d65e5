package io.github.sparsercnn.core.network;

import io.github.sparsercnn.ImageSize;
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
}
