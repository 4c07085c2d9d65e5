package io.github.sparsercnn.core.inspection;

import com.google.auto.value.AutoValue;
import java.util.List;
import java.util.OptionalInt;

/** What the pictures of an inspection show. Immutable. */
@AutoValue
public abstract class InspectionSettings {
  private static final int TOP = 8;
  private static final int MOST_TOP = 40;
  private static final int CHANNELS = 12;

  InspectionSettings() {}

  /**
   * The number, from 0, of the proposal whose attention is shown. Empty for the one that is surest
   * of its class in the last stage.
   */
  public abstract OptionalInt proposal();

  /** How many of the best proposals are followed through the stages, 8 by default. */
  public abstract int top();

  /** The names of the levels that are shown, for example {@code p3}. Empty for all. */
  public abstract List<String> levels();

  /** How many channels of each level are shown, 12 by default: those that vary most. */
  public abstract int channels();

  /** All levels, the surest proposal. */
  public static InspectionSettings defaults() {
    return builder().build();
  }

  /** Starts from {@link #defaults()}. */
  public static Builder builder() {
    return new AutoValue_InspectionSettings.Builder().top(TOP).levels(List.of()).channels(CHANNELS);
  }

  /** Builds {@link InspectionSettings}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link InspectionSettings#proposal()}. */
    public abstract Builder proposal(int value);

    /** Sets {@link InspectionSettings#top()}. */
    public abstract Builder top(int value);

    /** Sets {@link InspectionSettings#levels()}. */
    public abstract Builder levels(List<String> value);

    /** Sets {@link InspectionSettings#channels()}. */
    public abstract Builder channels(int value);

    abstract InspectionSettings autoBuild();

    /**
     * Builds them.
     *
     * @return the settings
     * @throws IllegalArgumentException if a number is out of range
     */
    public final InspectionSettings build() {
      InspectionSettings settings = autoBuild();
      if (settings.top() < 1 || settings.top() > MOST_TOP) {
        throw new IllegalArgumentException(
            "top must be from 1 to " + MOST_TOP + ", got " + settings.top());
      }
      if (settings.channels() < 1) {
        throw new IllegalArgumentException(
            "channels must be at least 1, got " + settings.channels());
      }
      if (settings.proposal().orElse(0) < 0) {
        throw new IllegalArgumentException(
            "proposals are numbered from 0, got " + settings.proposal().getAsInt());
      }
      return settings;
    }
  }
}
