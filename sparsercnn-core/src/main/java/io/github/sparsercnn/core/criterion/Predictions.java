package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What all stages say about a batch, stacked, so that matching and losses are a few operators
 * whatever the number of stages. In float32 at least.
 *
 * @param logits {@code [S, B, N, K']}
 * @param boxes {@code [S, B, N, 4] xyxy} in pixels of the resized pictures
 */
record Predictions(Tensor logits, Tensor boxes) {
  static Predictions of(List<StageOutput> stages) {
    return new Predictions(
        Ops.atLeastFloat(Ops.stack(stages.stream().map(StageOutput::logits).toList(), 0)),
        Ops.atLeastFloat(Ops.stack(stages.stream().map(StageOutput::boxes).toList(), 0)));
  }

  /** Without gradient. */
  Predictions detach() {
    return new Predictions(logits.detach(), boxes.detach());
  }

  /** S. */
  int stages() {
    return Math.toIntExact(boxes.size(0));
  }

  /** B. */
  int images() {
    return Math.toIntExact(boxes.size(1));
  }

  /** N. */
  int proposals() {
    return Math.toIntExact(boxes.size(2));
  }
}
