package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.box.BoxOverlap;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The set-prediction loss (paper section 3.4; official loss.py, {@code SetCriterion}): in every
 * stage each ground-truth box is matched to one proposal, which shall take its class and its place;
 * all other proposals shall be background.
 *
 * <p>Losses are computed in float32 at least, for all stages at once. Thread-safe.
 */
public final class SetCriterion implements Criterion {
  private final int numClasses;
  private final ClassificationLoss classification;
  private final LossWeights weights;
  private final boolean deepSupervision;
  private final HungarianMatcher matcher;

  /**
   * A criterion.
   *
   * @param numClasses K, without background
   * @param classification the class loss
   * @param weights of the losses
   * @param deepSupervision whether all stages are judged, or only the last
   */
  public SetCriterion(
      int numClasses,
      ClassificationLoss classification,
      LossWeights weights,
      boolean deepSupervision) {
    this.numClasses = numClasses;
    this.classification = classification;
    this.weights = weights;
    this.deepSupervision = deepSupervision;
    this.matcher = new HungarianMatcher(classification, weights);
  }

  /**
   * The criterion that a config describes.
   *
   * @param config {@code MODEL.SparseRCNN}: {@code NUM_CLASSES}, {@code USE_FOCAL}, {@code ALPHA},
   *     {@code GAMMA}, {@code NO_OBJECT_WEIGHT}, {@code CLASS_WEIGHT}, {@code L1_WEIGHT}, {@code
   *     GIOU_WEIGHT}, {@code DEEP_SUPERVISION}
   * @return the criterion
   * @throws IllegalArgumentException if a value is out of range
   */
  public static SetCriterion of(Config config) {
    String node = "MODEL.SparseRCNN.";
    int numClasses = config.getInt(node + "NUM_CLASSES");
    ClassificationLoss classification =
        config.getBoolean(node + "USE_FOCAL")
            ? new FocalLoss(config.getDouble(node + "ALPHA"), config.getDouble(node + "GAMMA"))
            : SoftmaxLoss.withBackground(
                numClasses, (float) config.getDouble(node + "NO_OBJECT_WEIGHT"));
    LossWeights weights =
        new LossWeights(
            config.getDouble(node + "CLASS_WEIGHT"),
            config.getDouble(node + "L1_WEIGHT"),
            config.getDouble(node + "GIOU_WEIGHT"));
    return new SetCriterion(
        numClasses, classification, weights, config.getBoolean(node + "DEEP_SUPERVISION"));
  }

  /**
   * Judges what the network says of a batch that is all there is to this step. Must be called in an
   * open scope, which frees the results.
   *
   * @param stages outputs of all stages in order
   * @param batch the pictures
   * @param truths what is to be found in each of them
   * @return the losses, ready for {@code backward}
   * @throws IllegalArgumentException if there are not as many truths as pictures, or a class is out
   *     of range
   * @throws io.github.sparsercnn.TrainingDivergedException if a matching cost is not finite
   */
  public Losses losses(List<StageOutput> stages, ImageBatch batch, List<GroundTruth> truths) {
    return losses(stages, batch, truths, (double) numBoxes(truths));
  }

  @Override
  public Losses losses(
      List<StageOutput> stages, ImageBatch batch, List<GroundTruth> truths, double numBoxes) {
    return losses(match(stages, batch, truths), Math.max(1, numBoxes));
  }

  /**
   * How many boxes there are to be found.
   *
   * @param truths of any pictures
   * @return their number
   */
  public static long numBoxes(List<GroundTruth> truths) {
    return truths.stream().mapToLong(GroundTruth::size).sum();
  }

  Matches match(List<StageOutput> stages, ImageBatch batch, List<GroundTruth> truths) {
    check(batch, truths);
    Predictions predictions =
        Predictions.of(deepSupervision ? stages : stages.subList(stages.size() - 1, stages.size()));
    return matcher.match(predictions, Targets.of(truths, batch, predictions.boxes()));
  }

  private void check(ImageBatch batch, List<GroundTruth> truths) {
    if (truths.size() != batch.sizes().size()) {
      throw new IllegalArgumentException(
          truths.size() + " ground truths for a batch of " + batch.sizes().size() + " pictures");
    }
    for (GroundTruth truth : truths) {
      for (int classId : truth.classIds()) {
        if (classId < 0 || classId >= numClasses) {
          throw new IllegalArgumentException(
              truth.image() + " has class " + classId + ", expected 0 to " + (numClasses - 1));
        }
      }
    }
  }

  private Losses losses(Matches matches, double numBoxes) {
    Tensor predicted = matches.predictedBoxes();
    Tensor wanted = matches.trueBoxes();
    Tensor scales = matches.scales();
    Tensor l1 = predicted.div(scales).sub(wanted.div(scales)).abs().flatten(1, 2).sum(1);
    Tensor giou = Ops.subtractFrom(1, BoxOverlap.giou(predicted, wanted)).sum(1);
    Tensor ce =
        classification.losses(
            matches.predictions().logits(), matches.classes(numClasses), numBoxes);
    return new Losses(
        Ops.stack(
            List.of(
                Ops.mul(ce, weights.classWeight()),
                Ops.mul(giou, weights.giouWeight() / numBoxes),
                Ops.mul(l1, weights.l1Weight() / numBoxes)),
            0));
  }
}
