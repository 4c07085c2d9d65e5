package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.box.Assignment;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Which proposal stands for which ground-truth box, in every stage and picture. Every stage has as
 * many pairs, M.
 *
 * @param predictions what was matched
 * @param targets what it was matched to
 * @param assignments of proposals (rows) to boxes (columns), stage by stage, picture by picture
 */
record Matches(Predictions predictions, Targets targets, List<Assignment> assignments) {

  /** Of one stage and picture. */
  Assignment of(int stage, int image) {
    return assignments.get(stage * predictions.images() + image);
  }

  /**
   * What each proposal shall be.
   *
   * @param background the number that stands for no class
   * @return {@code [S, B, N]} int64
   */
  Tensor classes(long background) {
    int proposals = predictions.proposals();
    long[] classes = new long[assignments.size() * proposals];
    Arrays.fill(classes, background);
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      int[] classIds = targets.truths().get(i % predictions.images()).classIds();
      for (int pair = 0; pair < assignment.size(); pair++) {
        classes[i * proposals + assignment.rows()[pair]] = classIds[assignment.columns()[pair]];
      }
    }
    return upload(classes).view(predictions.stages(), predictions.images(), proposals);
  }

  /** The matched boxes of the predictions, {@code [S, M, 4]}. */
  Tensor predictedBoxes() {
    return select(
        predictions.boxes(),
        pairs((i, proposal, box) -> (long) i * predictions.proposals() + proposal));
  }

  /** The boxes that they should be, {@code [S, M, 4]}. */
  Tensor trueBoxes() {
    return select(
        targets.boxes(), pairs((i, proposal, box) -> image(i) * targets.mostBoxes() + box));
  }

  /** Width, height, width, height of the picture that each pair lies in, {@code [S, M, 4]}. */
  Tensor scales() {
    return select(targets.scales(), pairs((i, proposal, box) -> image(i)));
  }

  private long image(int assignment) {
    return assignment % predictions.images();
  }

  private Tensor select(Tensor rows, long[] indices) {
    return rows.reshape(-1, rows.size(-1))
        .index_select(0, upload(indices))
        .view(predictions.stages(), indices.length / predictions.stages(), rows.size(-1));
  }

  private Tensor upload(long[] values) {
    return Ops.onDeviceOf(HostTensors.ofLongs(values, values.length), predictions.boxes());
  }

  /** A table row for a pair: of the i-th assignment, its proposal and its box. */
  private interface RowOfPair {
    long row(int i, int proposal, int box);
  }

  private long[] pairs(RowOfPair rowOfPair) {
    long[] rows = new long[assignments.stream().mapToInt(Assignment::size).sum()];
    int at = 0;
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      for (int pair = 0; pair < assignment.size(); pair++) {
        rows[at++] = rowOfPair.row(i, assignment.rows()[pair], assignment.columns()[pair]);
      }
    }
    return rows;
  }
}
