package io.github.sparsercnn.core.evaluation.analysis;

import com.google.auto.value.AutoValue;

/** How the sureness of figures is estimated. Immutable. */
@AutoValue
public abstract class ResamplingSettings {
  ResamplingSettings() {}

  /** How many random repetitions there are; 1000 by default. */
  public abstract int repetitions();

  /** Where the random numbers start; the same seed gives the same result. */
  public abstract long seed();

  /** The confidence of intervals, 0.95 by default. */
  public abstract double confidence();

  /** A thousand repetitions, seed 0, 95 per cent. */
  public static ResamplingSettings defaults() {
    return builder().build();
  }

  /** Starts from {@link #defaults()}. */
  public static Builder builder() {
    return new AutoValue_ResamplingSettings.Builder().repetitions(1000).seed(0).confidence(0.95);
  }

  Resampling resampling(int threads) {
    return new Resampling(repetitions(), seed(), threads);
  }

  /** Builds {@link ResamplingSettings}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link ResamplingSettings#repetitions()}. */
    public abstract Builder repetitions(int value);

    /** Sets {@link ResamplingSettings#seed()}. */
    public abstract Builder seed(long value);

    /** Sets {@link ResamplingSettings#confidence()}. */
    public abstract Builder confidence(double value);

    abstract ResamplingSettings autoBuild();

    /**
     * Builds them.
     *
     * @return the settings
     * @throws IllegalArgumentException if there is no repetition, or the confidence is not between
     *     0 and 1
     */
    public final ResamplingSettings build() {
      ResamplingSettings settings = autoBuild();
      if (settings.repetitions() < 1) {
        throw new IllegalArgumentException(
            "repetitions must be at least 1, got " + settings.repetitions());
      }
      if (!(settings.confidence() > 0 && settings.confidence() < 1)) {
        throw new IllegalArgumentException(
            "confidence must be between 0 and 1, got " + settings.confidence());
      }
      return settings;
    }
  }
}
