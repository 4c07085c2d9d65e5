package io.github.sparsercnn;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a detector runs: a description for people and logs. Immutable. */
@AutoValue
public abstract class ModelInfo {
  ModelInfo() {}

  /** {@return the architecture, detectron2's keys to their values, in a sensible reading order} */
  public abstract Map<String, String> architecture();

  /** {@return how many numbers the network has learned} */
  public abstract long parameterCount();

  /** {@return how many tensors those numbers form} */
  public abstract int tensorCount();

  /**
   * {@return what neither the weights nor a configuration said and was therefore assumed, one
   * sentence each; empty when everything is known}
   */
  public abstract List<String> assumed();

  /** {@return a builder; parameter and tensor count are required} */
  public static Builder builder() {
    return new AutoValue_ModelInfo.Builder().architecture(Map.of()).assumed(List.of());
  }

  /** Builds a {@link ModelInfo}. Not thread-safe. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /**
     * Sets the architecture.
     *
     * @param value detectron2's keys to their values, in order
     * @return this
     */
    public abstract Builder architecture(Map<String, String> value);

    /**
     * Sets the number of learned numbers.
     *
     * @param value at least 0
     * @return this
     */
    public abstract Builder parameterCount(long value);

    /**
     * Sets the number of tensors.
     *
     * @param value at least 0
     * @return this
     */
    public abstract Builder tensorCount(int value);

    /**
     * Sets what had to be assumed.
     *
     * @param value one sentence each
     * @return this
     */
    public abstract Builder assumed(List<String> value);

    abstract Map<String, String> architecture();

    abstract List<String> assumed();

    abstract ModelInfo autoBuild();

    /**
     * Builds the description.
     *
     * @return it
     * @throws IllegalStateException if a count is missing
     * @throws IllegalArgumentException if a count is negative
     */
    public final ModelInfo build() {
      architecture(Collections.unmodifiableMap(new LinkedHashMap<>(architecture())));
      assumed(List.copyOf(assumed()));
      ModelInfo info = autoBuild();
      if (info.parameterCount() < 0 || info.tensorCount() < 0) {
        throw new IllegalArgumentException("counts must not be negative: " + info);
      }
      return info;
    }
  }
}
