package io.github.sparsercnn.core.proposal;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What is to be found in the pictures of a {@link ProposalContext}, on its device.
 *
 * @param boxes {@code [T, 4] xyxy} for each picture, in pixels of the resized picture, of the
 *     element type of {@link ProposalContext#imageScales}; T may be 0 and differs between pictures
 * @param classIds {@code [T]} int64 for each picture, counted from 0
 * @param normalizer the number of boxes in the whole batch, over all its parts, as the mean over
 *     all processes that train together, and at least 1; a loss that is added up over boxes is
 *     divided by it, and then weighs the same however the batch is cut
 */
public record ProposalTargets(List<Tensor> boxes, List<Tensor> classIds, double normalizer) {
  /**
   * Copies the lists.
   *
   * @param boxes as above
   * @param classIds as above
   * @param normalizer as above
   */
  public ProposalTargets {
    boxes = List.copyOf(boxes);
    classIds = List.copyOf(classIds);
  }
}
