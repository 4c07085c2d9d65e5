package io.github.sparsercnn.examples.serving;

import com.google.auto.value.AutoValue;
import java.time.Duration;

/** How much a server takes on, and how long pictures may wait. Immutable. */
@AutoValue
public abstract class ServingOptions {
  ServingOptions() {}

  /** {@return the most pictures that are computed together} */
  public abstract int batch();

  /** {@return how long the first picture of a batch waits for others} */
  public abstract Duration maxDelay();

  /** {@return how many pictures may wait; one more is answered with 429} */
  public abstract int queue();

  /** {@return how long a picture may wait for its batch, from when it has arrived whole} */
  public abstract Duration deadline();

  /** {@return the largest picture file, in bytes} */
  public abstract int maxBytes();

  /** {@return the most pixels that a picture may have, width times height} */
  public abstract long maxPixels();

  /** {@return a builder, everything set to what suits a small machine} */
  public static Builder builder() {
    return new AutoValue_ServingOptions.Builder()
        .batch(8)
        .maxDelay(Duration.ofMillis(5))
        .queue(64)
        .deadline(Duration.ofSeconds(10))
        .maxBytes(16 << 20)
        .maxPixels(16_000_000);
  }

  /** Builds {@link ServingOptions}. Not thread-safe. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /**
     * Sets the size of a batch.
     *
     * @param value at least 1
     * @return this
     */
    public abstract Builder batch(int value);

    /**
     * Sets how long a batch waits to fill.
     *
     * @param value not negative; zero computes at once what is there
     * @return this
     */
    public abstract Builder maxDelay(Duration value);

    /**
     * Sets how many pictures may wait.
     *
     * @param value at least 1
     * @return this
     */
    public abstract Builder queue(int value);

    /**
     * Sets how long a picture may wait.
     *
     * @param value more than zero
     * @return this
     */
    public abstract Builder deadline(Duration value);

    /**
     * Sets the largest file.
     *
     * @param value bytes, at least 1
     * @return this
     */
    public abstract Builder maxBytes(int value);

    /**
     * Sets the largest picture.
     *
     * @param value pixels, at least 1
     * @return this
     */
    public abstract Builder maxPixels(long value);

    abstract ServingOptions autoBuild();

    /**
     * Builds the options.
     *
     * @return them
     * @throws IllegalArgumentException if a value is out of its range
     */
    public final ServingOptions build() {
      ServingOptions options = autoBuild();
      require(options.batch() >= 1, "batch", "at least 1", options.batch());
      require(!options.maxDelay().isNegative(), "max-delay", "not negative", options.maxDelay());
      require(options.queue() >= 1, "queue", "at least 1", options.queue());
      Duration deadline = options.deadline();
      require(!deadline.isNegative() && !deadline.isZero(), "deadline", "above zero", deadline);
      require(options.maxBytes() >= 1, "max-bytes", "at least 1", options.maxBytes());
      require(options.maxPixels() >= 1, "max-pixels", "at least 1", options.maxPixels());
      return options;
    }

    private static void require(boolean holds, String name, String expected, Object found) {
      if (!holds) {
        throw new IllegalArgumentException(name + " must be " + expected + ", got " + found);
      }
    }
  }
}
