package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.Losses;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.TrainingPass;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/** Adds the losses of a proposal initializer to those of the head. */
final class ProposalLosses {
  private static final int EDGES = 4;

  private ProposalLosses() {}

  /**
   * Asks for them.
   *
   * @param losses of the head
   * @param numBoxes what losses are divided by
   * @return all losses
   * @throws IllegalArgumentException if one is no scalar, or has the name of another loss
   */
  static Losses addTo(
      Losses losses,
      TrainingPass pass,
      ImageBatch batch,
      List<GroundTruth> truths,
      double numBoxes) {
    // Processes add up losses by position, and a Map.of has its own order in each of them.
    Map<String, Tensor> own =
        new TreeMap<>(
            pass.proposalLosses(
                targets(
                    truths, batch.scales(pass.stages().get(0).boxes()), Math.max(1, numBoxes))));
    Losses all = losses;
    for (Map.Entry<String, Tensor> loss : own.entrySet()) {
      String name = loss.getKey();
      if (all.has(name)) {
        throw new IllegalArgumentException(
            "the proposal initializer names a loss "
                + name
                + ", which the head has already; choose another name, such as loss_proposal_…");
      }
      all = all.plus(name, scalar(name, loss.getValue()));
    }
    return all;
  }

  private static Tensor scalar(String name, Tensor loss) {
    if (loss.numel() != 1) {
      throw new IllegalArgumentException(
          name
              + " of the proposal initializer has "
              + loss.numel()
              + " values, expected a scalar; add them up");
    }
    return loss.reshape();
  }

  /** The ground truth on the device and of the element type of {@code like}. */
  private static ProposalTargets targets(List<GroundTruth> truths, Tensor like, double normalizer) {
    List<Tensor> boxes = new ArrayList<>();
    List<Tensor> classIds = new ArrayList<>();
    for (GroundTruth truth : truths) {
      long[] ids = new long[truth.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = truth.classIds()[i];
      }
      boxes.add(Ops.like(HostTensors.ofFloats(truth.boxes().toXyxy(), ids.length, EDGES), like));
      classIds.add(Ops.onDeviceOf(HostTensors.ofLongs(ids, ids.length), like));
    }
    return new ProposalTargets(boxes, classIds, normalizer);
  }
}
