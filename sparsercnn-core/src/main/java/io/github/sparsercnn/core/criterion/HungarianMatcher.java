package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.box.Assignment;
import io.github.sparsercnn.core.box.BoxOverlap;
import io.github.sparsercnn.core.box.LinearSumAssignment;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;

/**
 * Gives each ground-truth box a proposal of its own (official loss.py, {@code HungarianMatcher}),
 * in every stage and picture anew. Where a picture has more boxes than proposals, each proposal
 * gets a box and the costliest boxes go without.
 *
 * <p>The costs of all stages and pictures leave the device in one copy.
 *
 * @param classification the class cost
 * @param weights of the costs
 */
record HungarianMatcher(ClassificationLoss classification, LossWeights weights) {

  /**
   * Matches a batch.
   *
   * @throws TrainingDivergedException if a cost is not finite; the message names picture and stage
   */
  Matches match(Predictions predictions, Targets targets) {
    int most = targets.mostBoxes();
    double[] costs =
        most == 0 ? new double[0] : HostTensors.toDoubles(costs(predictions.detach(), targets));
    int block = predictions.proposals() * most;
    List<Assignment> assignments = new ArrayList<>();
    for (int stage = 0; stage < predictions.stages(); stage++) {
      for (int image = 0; image < predictions.images(); image++) {
        int start = (stage * predictions.images() + image) * block;
        GroundTruth truth = targets.truths().get(image);
        assignments.add(assign(costs, start, most, predictions.proposals(), stage, truth));
      }
    }
    return new Matches(predictions, targets, assignments);
  }

  /** Returns {@code [S, B, N, T]}. */
  private Tensor costs(Predictions predictions, Targets targets) {
    try (GradMode noGrad = GradMode.noGrad()) {
      long stages = predictions.stages();
      long images = predictions.images();
      long proposals = predictions.proposals();
      long most = targets.mostBoxes();
      Tensor boxes = predictions.boxes().unsqueeze(3);
      Tensor truths = targets.boxes().unsqueeze(1);
      Tensor scales = targets.scales().view(images, 1, 1, 4);
      Tensor classes = targets.classes().unsqueeze(1).expand(stages, images, proposals, most);
      Tensor l1 = boxes.div(scales).sub(truths.div(scales)).abs().sum(-1);
      Tensor ofClass = classification.costs(predictions.logits(), classes);
      Tensor overlap = BoxOverlap.giou(boxes, truths);
      return Ops.mul(l1, weights.l1Weight())
          .add(Ops.mul(ofClass, weights.classWeight()))
          .sub(Ops.mul(overlap, weights.giouWeight()));
    }
  }

  private static Assignment assign(
      double[] costs, int start, int stride, int proposals, int stage, GroundTruth truth) {
    int boxes = truth.size();
    double[] block = new double[proposals * boxes];
    for (int proposal = 0; proposal < proposals; proposal++) {
      System.arraycopy(costs, start + proposal * stride, block, proposal * boxes, boxes);
    }
    for (int i = 0; i < block.length; i++) {
      if (!Double.isFinite(block[i])) {
        throw new TrainingDivergedException(
            String.format(
                Locale.ROOT,
                "the cost of matching proposal %d to box %d of %s in stage %d is %s",
                i / boxes,
                i % boxes,
                truth.image(),
                stage,
                block[i]));
      }
    }
    return LinearSumAssignment.solve(block, proposals, boxes);
  }
}
