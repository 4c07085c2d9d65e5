package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.box.Assignment;
import io.github.sparsercnn.core.box.BoxOverlap;
import io.github.sparsercnn.core.box.LinearSumAssignment;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What proposals pay for lying beside the boxes that are to be found: each of these is matched to
 * one proposal by place alone, and the two shall be the same. The distances are those of the head's
 * losses.
 *
 * @param l1Weight of the edges' distance, in fractions of the picture
 * @param giouWeight of the generalised intersection over union
 */
record ProposalLoss(double l1Weight, double giouWeight) {
  private static final String L1_NAME = "loss_proposal_bbox";
  private static final String GIOU_NAME = "loss_proposal_giou";

  /**
   * The loss that a config describes.
   *
   * @return null if its weight is 0
   * @throws ConfigException if its weight is negative or not finite
   */
  static @Nullable ProposalLoss of(Config config) {
    double weight = config.getDouble(BoxTransformerKeys.LOSS_WEIGHT);
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new ConfigException(
          BoxTransformerKeys.LOSS_WEIGHT
              + " is "
              + weight
              + " ("
              + config.origin(BoxTransformerKeys.LOSS_WEIGHT)
              + "), expected at least 0, where 0 is for no loss");
    }
    return weight == 0
        ? null
        : new ProposalLoss(
            weight * config.getDouble("MODEL.SparseRCNN.L1_WEIGHT"),
            weight * config.getDouble("MODEL.SparseRCNN.GIOU_WEIGHT"));
  }

  /** The two losses of a batch, weighted. */
  Map<String, Tensor> of(ProposalContext context, Proposals proposals, ProposalTargets targets) {
    List<Tensor> l1 = new ArrayList<>();
    List<Tensor> giou = new ArrayList<>();
    for (int image = 0; image < context.batchSize(); image++) {
      Tensor scale = context.imageScales().select(0, image);
      Tensor proposed = proposals.boxes().select(0, image);
      Tensor wanted = targets.boxes().get(image);
      Assignment pairs = match(proposed, wanted, scale, image);
      Tensor matched = rows(proposed, pairs.rows());
      Tensor truth = rows(wanted, pairs.columns());
      l1.add(distance(matched, truth, scale).sum());
      giou.add(Ops.subtractFrom(1, BoxOverlap.giou(matched, truth)).sum());
    }
    // Processes that train together add up losses in this order.
    Map<String, Tensor> losses = new LinkedHashMap<>();
    losses.put(L1_NAME, weighted(l1, l1Weight / targets.normalizer()));
    losses.put(GIOU_NAME, weighted(giou, giouWeight / targets.normalizer()));
    return losses;
  }

  private static Tensor weighted(List<Tensor> terms, double weight) {
    return Ops.mul(Ops.stack(terms, 0).sum(), weight);
  }

  /** Proposals are rows. */
  private Assignment match(Tensor proposals, Tensor wanted, Tensor scale, int image) {
    int rows = Math.toIntExact(proposals.size(0));
    int columns = Math.toIntExact(wanted.size(0));
    double[] costs = columns == 0 ? new double[0] : costs(proposals, wanted, scale);
    for (double cost : costs) {
      if (!Double.isFinite(cost)) {
        throw new TrainingDivergedException(
            String.format(
                Locale.ROOT,
                "the cost of matching a proposal of the box transformer in picture %d of the batch"
                    + " is %s",
                image,
                cost));
      }
    }
    return LinearSumAssignment.solve(costs, rows, columns);
  }

  private double[] costs(Tensor proposals, Tensor wanted, Tensor scale) {
    try (GradMode noGrad = GradMode.noGrad()) {
      Tensor each = proposals.unsqueeze(1);
      Tensor all = wanted.unsqueeze(0);
      Tensor l1 = Ops.mul(distance(each, all, scale), l1Weight);
      return HostTensors.toDoubles(l1.sub(Ops.mul(BoxOverlap.giou(each, all), giouWeight)));
    }
  }

  private static Tensor distance(Tensor a, Tensor b, Tensor scale) {
    return a.div(scale).sub(b.div(scale)).abs().sum(-1);
  }

  private static Tensor rows(Tensor table, int[] rows) {
    long[] indices = Arrays.stream(rows).asLongStream().toArray();
    return table.index_select(
        0, Ops.onDeviceOf(HostTensors.ofLongs(indices, indices.length), table));
  }
}
