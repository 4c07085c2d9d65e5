package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.ImageSize;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a {@link ProposalInitializer} may look at.
 *
 * @param features one {@code [B, C, H, W]} map per pyramid level, finest first, of the padded batch
 * @param strides pixels of the padded picture per cell, one per level
 * @param imageSizes sizes of the resized pictures without padding, one per picture
 * @param imageScales {@code [B, 4]}: width, height, width, height of each picture without padding
 * @param training whether the network is being trained
 */
public record ProposalContext(
    List<Tensor> features,
    List<Integer> strides,
    List<ImageSize> imageSizes,
    Tensor imageScales,
    boolean training) {
  /**
   * Copies the lists.
   *
   * @param features as above
   * @param strides as above
   * @param imageSizes as above
   * @param imageScales as above
   * @param training as above
   */
  public ProposalContext {
    features = List.copyOf(features);
    strides = List.copyOf(strides);
    imageSizes = List.copyOf(imageSizes);
  }

  /** {@return the number of pictures} */
  public int batchSize() {
    return imageSizes.size();
  }
}
