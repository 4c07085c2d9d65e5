package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * Sigmoid focal loss (T. Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017), {@code
 * USE_FOCAL True}: one logit per class and none for background. Summed over proposals and classes,
 * divided by the number of boxes.
 *
 * @param alpha {@code MODEL.SparseRCNN.ALPHA}: weight of the positives, in {@code [0, 1]}
 * @param gamma {@code MODEL.SparseRCNN.GAMMA}: how much easy examples count less, at least 0
 */
public record FocalLoss(double alpha, double gamma) implements ClassificationLoss {
  private static final double LOG_EPS = 1e-8;

  /** The official values, 0.25 and 2. */
  public static final FocalLoss OFFICIAL = new FocalLoss(0.25, 2);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one of them is out of range
   */
  public FocalLoss {
    if (!(alpha >= 0 && alpha <= 1) || !(gamma >= 0)) {
      throw new IllegalArgumentException(
          "focal loss has ALPHA " + alpha + " (0 to 1) and GAMMA " + gamma + " (at least 0)");
    }
  }

  @Override
  public Tensor costs(Tensor logits, Tensor classes) {
    Tensor p = logits.gather(-1, classes).sigmoid();
    Tensor q = Ops.subtractFrom(1, p);
    Tensor positive = Ops.mul(Ops.pow(q, gamma), alpha).mul(Ops.add(p, LOG_EPS).log());
    Tensor negative = Ops.mul(Ops.pow(p, gamma), 1 - alpha).mul(Ops.add(q, LOG_EPS).log());
    return negative.sub(positive);
  }

  @Override
  public Tensor losses(Tensor logits, Tensor classes, double numBoxes) {
    long k = logits.size(-1);
    Tensor targets = Ops.oneHot(classes, k + 1, logits).narrow(-1, 0, k);
    Tensor p = logits.sigmoid();
    // |target - p| is the probability of the wrong answer.
    Tensor wrong = targets.sub(p).abs();
    Tensor weights = Ops.add(Ops.mul(targets, 2 * alpha - 1), 1 - alpha);
    Tensor losses =
        NeuralOps.binaryCrossEntropy(logits, targets).mul(Ops.pow(wrong, gamma)).mul(weights);
    return Ops.div(losses.flatten(1, -1).sum(1), numBoxes);
  }
}
