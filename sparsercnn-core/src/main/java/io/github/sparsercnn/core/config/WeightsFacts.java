package io.github.sparsercnn.core.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a weights file before it is loaded.
 *
 * @param shapes of every tensor by detectron2's name; not copied deeply, do not change them
 * @param metadata text beside the tensors, for example of safetensors; may be empty
 * @param path where the file lies, null if it does not lie on a disk
 */
public record WeightsFacts(
    Map<String, long[]> shapes, Map<String, String> metadata, @Nullable Path path) {
  /** Copies the maps. */
  public WeightsFacts {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    metadata = Map.copyOf(metadata);
  }

  /** What to call the weights in a message. */
  String name() {
    return path == null ? "the weights" : path.toString();
  }
}
