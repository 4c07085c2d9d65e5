package io.github.sparsercnn.core.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a weights file by the names they have there, taken out of whatever surrounds them.
 *
 * @param tensors in file order, may be empty
 * @param wrapper the key they were under; empty if the root itself was the state dict
 * @param extras everything else in the root: iteration, optimizer, classes
 */
record StateDict(
    Map<String, StoredTensor> tensors, String wrapper, Map<String, @Nullable Object> extras) {
  /** The keys that training programs use, the usual first. */
  private static final List<String> WRAPPERS = List.of("model", "state_dict", "model_state_dict");

  /** Finds the state dict in the root of a file. */
  static StateDict in(@Nullable Object root) {
    if (!(root instanceof Map<?, ?> map)) {
      return new StateDict(Map.of(), "", Map.of());
    }
    for (String wrapper : WRAPPERS) {
      if (map.get(wrapper) instanceof Map<?, ?> wrapped && holdsTensors(wrapped)) {
        Map<String, @Nullable Object> extras = others(map);
        extras.remove(wrapper);
        return new StateDict(tensors(wrapped), wrapper, Collections.unmodifiableMap(extras));
      }
    }
    return new StateDict(tensors(map), "", Collections.unmodifiableMap(others(map)));
  }

  private static boolean holdsTensors(Map<?, ?> map) {
    return map.values().stream().anyMatch(StoredTensor.class::isInstance);
  }

  private static Map<String, StoredTensor> tensors(Map<?, ?> map) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value instanceof StoredTensor tensor) {
            tensors.put(String.valueOf(key), tensor);
          }
        });
    return tensors;
  }

  private static Map<String, @Nullable Object> others(Map<?, ?> map) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (!(value instanceof StoredTensor)) {
            others.put(String.valueOf(key), value);
          }
        });
    return others;
  }
}
