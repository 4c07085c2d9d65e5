package io.github.sparsercnn.core.evaluation;

import com.google.auto.value.AutoValue;
import java.util.List;

/** How COCO figures are computed. The defaults are those of pycocotools. Immutable. */
@AutoValue
public abstract class CocoSettings {
  private static final int MAX_DETS_COUNT = 3;

  CocoSettings() {}

  /**
   * Three limits on the detections per image and category, rising. The recall figures are taken at
   * each of them, the others at the largest. Models with more proposals use for example 1, 10, 300.
   */
  public abstract List<Integer> maxDets();

  /** The size classes, {@link AreaRange#COCO} by default. */
  public abstract List<AreaRange> areaRanges();

  /**
   * Whether annotations with {@code "ignore": 1} do not count. pycocotools overwrites the mark with
   * {@code iscrowd}, so the default is false.
   */
  public abstract boolean respectIgnore();

  /**
   * Whether to do as pycocotools where it goes wrong silently: the match of annotation id 0 counts
   * as a false positive, annotations and detections of categories or images that the file does not
   * list are left out. By default each of these is an error.
   */
  public abstract boolean pycocotools();

  /** How many threads work; the result does not depend on it. */
  public abstract int threads();

  /** A copy to change. */
  public abstract Builder toBuilder();

  /** The settings of pycocotools, on all processors. */
  public static CocoSettings defaults() {
    return builder().build();
  }

  /** Starts from {@link #defaults()}. */
  public static Builder builder() {
    return new AutoValue_CocoSettings.Builder()
        .maxDets(List.of(1, 10, 100))
        .areaRanges(AreaRange.COCO)
        .respectIgnore(false)
        .pycocotools(false)
        .threads(Runtime.getRuntime().availableProcessors());
  }

  /** Builds {@link CocoSettings}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link CocoSettings#maxDets()}; the order is put right. */
    public abstract Builder maxDets(List<Integer> value);

    /** Sets {@link CocoSettings#areaRanges()}. */
    public abstract Builder areaRanges(List<AreaRange> value);

    /** Sets {@link CocoSettings#respectIgnore()}. */
    public abstract Builder respectIgnore(boolean value);

    /** Sets {@link CocoSettings#pycocotools()}. */
    public abstract Builder pycocotools(boolean value);

    /** Sets {@link CocoSettings#threads()}. */
    public abstract Builder threads(int value);

    abstract List<Integer> maxDets();

    abstract List<AreaRange> areaRanges();

    abstract int threads();

    abstract CocoSettings autoBuild();

    /**
     * Builds them.
     *
     * @return the settings
     * @throws IllegalArgumentException if there are not three different positive limits, no area
     *     range, two of one name, or no thread
     */
    public final CocoSettings build() {
      List<Integer> limits = maxDets().stream().sorted().distinct().toList();
      if (limits.size() != MAX_DETS_COUNT
          || maxDets().size() != MAX_DETS_COUNT
          || limits.get(0) < 1) {
        throw new IllegalArgumentException(
            "maxDets must be three different positive numbers, got " + maxDets());
      }
      if (areaRanges().isEmpty()
          || areaRanges().stream().map(AreaRange::name).distinct().count() != areaRanges().size()) {
        throw new IllegalArgumentException(
            "area ranges must have different names, at least one, got " + areaRanges());
      }
      if (threads() < 1) {
        throw new IllegalArgumentException("threads must be at least 1, got " + threads());
      }
      maxDets(limits);
      areaRanges(List.copyOf(areaRanges()));
      return autoBuild();
    }
  }
}
