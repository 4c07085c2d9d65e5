package io.github.sparsercnn.core.training.state;

import io.github.sparsercnn.core.dataset.loading.SamplerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link RunState} as maps, lists and numbers, which a checkpoint can hold. */
final class RunStateCodec {
  private static final String SAMPLER = "sampler";
  private static final String POSITION = "position";
  private static final String WAITING = "waiting";
  private static final String BEST = "best";
  private static final String VALUE = "value";
  private static final String ITERATION = "iteration";
  private static final String SINCE = "evaluations_since";

  private RunStateCodec() {}

  static Map<String, @Nullable Object> encode(RunState state) {
    Map<String, @Nullable Object> sampler = new LinkedHashMap<>();
    sampler.put(POSITION, state.sampler().position());
    sampler.put(WAITING, state.sampler().waiting());
    Map<String, @Nullable Object> best = new LinkedHashMap<>();
    best.put(VALUE, state.best().value());
    best.put(ITERATION, state.best().iteration());
    best.put(SINCE, state.best().evaluationsSince());
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    root.put(SAMPLER, sampler);
    root.put(BEST, best);
    return root;
  }

  /**
   * Reads it back.
   *
   * @param root what {@link #encode} made; anything else for a checkpoint of detectron2
   * @param iteration the one that was finished last
   * @param imsPerBatch pictures per iteration: detectron2 does not save how many it had drawn
   */
  static RunState decode(@Nullable Object root, long iteration, int imsPerBatch) {
    SamplerState sampler = new SamplerState((iteration + 1) * imsPerBatch, List.of());
    if (map(root, SAMPLER).get(POSITION) instanceof Long position
        && map(root, SAMPLER).get(WAITING) instanceof List<?> waiting) {
      sampler = new SamplerState(position, longs(waiting));
    }
    BestSoFar best = BestSoFar.NONE;
    Map<?, ?> saved = map(root, BEST);
    if (saved.get(VALUE) instanceof Double value
        && saved.get(ITERATION) instanceof Long measured
        && saved.get(SINCE) instanceof Long since) {
      best = new BestSoFar(value, measured, Math.toIntExact(since));
    }
    return new RunState(iteration, sampler, best);
  }

  private static Map<?, ?> map(@Nullable Object parent, String key) {
    return parent instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> child
        ? child
        : Map.of();
  }

  private static List<Long> longs(List<?> values) {
    List<Long> longs = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof Long number) {
        longs.add(number);
      }
    }
    return longs;
  }
}
