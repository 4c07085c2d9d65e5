package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Softmax cross entropy with a background class that counts less, {@code USE_FOCAL False}. The mean
 * over all proposals, weighted by class; the number of boxes plays no part.
 */
public final class SoftmaxLoss implements ClassificationLoss {
  /** The buffer that holds {@link #emptyWeight} in official weights files. */
  public static final String EMPTY_WEIGHT = "criterion.empty_weight";

  private final float[] emptyWeight;

  /**
   * Weights each class.
   *
   * @param emptyWeight {@code [K + 1]}, background last; copied
   */
  public SoftmaxLoss(float[] emptyWeight) {
    this.emptyWeight = emptyWeight.clone();
  }

  /**
   * The official weights: 1 for each class.
   *
   * @param numClasses K
   * @param background {@code MODEL.SparseRCNN.NO_OBJECT_WEIGHT}, officially 0.1
   * @return the loss
   */
  public static SoftmaxLoss withBackground(int numClasses, float background) {
    float[] weights = new float[numClasses + 1];
    Arrays.fill(weights, 1);
    weights[numClasses] = background;
    return new SoftmaxLoss(weights);
  }

  /** {@return the weight of each class, background last, a copy} */
  public float[] emptyWeight() {
    return emptyWeight.clone();
  }

  @Override
  public Tensor costs(Tensor logits, Tensor classes) {
    return NeuralOps.softmax(logits, -1).gather(-1, classes).neg();
  }

  @Override
  public Tensor losses(Tensor logits, Tensor classes, double numBoxes) {
    Tensor perClass = Ops.like(HostTensors.ofFloats(emptyWeight, emptyWeight.length), logits);
    Tensor weights = perClass.index_select(0, classes.flatten()).view_as(classes).flatten(1, -1);
    Tensor logLikelihood =
        NeuralOps.logSoftmax(logits, -1).gather(-1, classes.unsqueeze(-1)).flatten(1, -1);
    return logLikelihood.mul(weights).sum(1).neg().div(weights.sum(1));
  }
}
