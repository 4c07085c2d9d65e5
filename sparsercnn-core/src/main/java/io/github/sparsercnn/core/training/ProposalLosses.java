package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.criterion.GroundTruth;
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
import org.jspecify.annotations.Nullable;

/**
 * The losses that a proposal initializer adds to those of the head. Lives in the scope of the step.
 *
 * @param names of the losses
 * @param terms {@code [A]} in the order of the names, with their gradient graph; null if there are
 *     none
 */
record ProposalLosses(List<String> names, @Nullable Tensor terms) {
  private static final int EDGES = 4;

  /**
   * Asks for them.
   *
   * @param numBoxes what losses are divided by
   */
  static ProposalLosses of(
      TrainingPass pass, ImageBatch batch, List<GroundTruth> truths, double numBoxes) {
    // Processes add up losses by position, and a Map.of has its own order in each of them.
    Map<String, Tensor> losses =
        new TreeMap<>(
            pass.proposalLosses(
                targets(
                    truths, batch.scales(pass.stages().get(0).boxes()), Math.max(1, numBoxes))));
    if (losses.isEmpty()) {
      return new ProposalLosses(List.of(), null);
    }
    List<String> names = List.copyOf(losses.keySet());
    List<Tensor> scalars = new ArrayList<>();
    losses.forEach((name, loss) -> scalars.add(scalar(name, loss)));
    return new ProposalLosses(names, Ops.stack(scalars, 0));
  }

  private static Tensor scalar(String name, Tensor loss) {
    if (loss.numel() != 1) {
      throw new IllegalArgumentException(
          name
              + " of the proposal initializer has "
              + loss.numel()
              + " values, expected a scalar; add them up");
    }
    return Ops.atLeastFloat(loss.reshape());
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

  /** The total loss with these. */
  Tensor addTo(Tensor total) {
    return terms == null ? total : total.add(terms.sum());
  }

  /**
   * Adds them to the values of the other losses. Waits for the device.
   *
   * @throws IllegalArgumentException if one has the name of another loss
   */
  void addTo(Map<String, Double> values) {
    if (terms == null) {
      return;
    }
    double[] own = HostTensors.toDoubles(terms.detach());
    for (int i = 0; i < own.length; i++) {
      if (values.put(names.get(i), own[i]) != null) {
        throw new IllegalArgumentException(
            "the proposal initializer names a loss "
                + names.get(i)
                + ", which the head has already; choose another name, such as loss_proposal_…");
      }
    }
  }
}
