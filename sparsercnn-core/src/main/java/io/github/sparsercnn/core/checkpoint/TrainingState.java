package io.github.sparsercnn.core.checkpoint;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a training checkpoint of detectron2 holds beside the weights, wherever its version put it:
 * 0.3 in the root, 0.6 under {@code trainer}.
 *
 * @param iteration the iteration that was finished last, counted from 0
 * @param optimizer PyTorch's {@code state} by index of parameter, and {@code param_groups}
 * @param scheduler the state of the learning rate schedule; empty if there is none
 */
public record TrainingState(
    long iteration,
    Map<?, ? extends @Nullable Object> optimizer,
    Map<?, ? extends @Nullable Object> scheduler) {
  /** Finds it among the extras of a checkpoint. */
  static Optional<TrainingState> in(Map<?, ? extends @Nullable Object> extras) {
    if (!(extras.get("iteration") instanceof Long iteration)) {
      return Optional.empty();
    }
    Map<?, ?> trainer = map(extras, "trainer");
    Map<?, ?> optimizer = map(map(trainer, "_trainer"), "optimizer");
    Map<?, ?> scheduler = map(map(trainer, "hooks"), "LRScheduler");
    if (optimizer.isEmpty()) {
      optimizer = map(extras, "optimizer");
      scheduler = map(extras, "scheduler");
    }
    return optimizer.isEmpty()
        ? Optional.empty()
        : Optional.of(new TrainingState(iteration, optimizer, scheduler));
  }

  private static Map<?, ?> map(Map<?, ?> parent, String key) {
    return parent.get(key) instanceof Map<?, ?> child ? child : Map.of();
  }
}
