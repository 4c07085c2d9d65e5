package io.github.sparsercnn.core.criterion;

import org.bytedeco.pytorch.Tensor;

/** How the classes of proposals are judged, in matching and in training. */
public interface ClassificationLoss {
  /**
   * What matching pays for giving a proposal a class.
   *
   * @param logits {@code [S, B, N, K']} of stages, pictures and proposals
   * @param classes {@code [S, B, N, T]} int64: the classes of the ground-truth boxes
   * @return {@code [S, B, N, T]}
   */
  Tensor costs(Tensor logits, Tensor classes);

  /**
   * The loss of each stage, unweighted.
   *
   * @param logits {@code [S, B, N, K']}
   * @param classes {@code [S, B, N]} int64: what each proposal shall be; K, one beyond the last
   *     class, stands for background
   * @param numBoxes the number of ground-truth boxes to normalise with, at least 1
   * @return {@code [S]}
   */
  Tensor losses(Tensor logits, Tensor classes, double numBoxes);
}
