package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.TestTimeAugmentation;
import io.github.sparsercnn.TestTimeAugmentation.Scale;
import io.github.sparsercnn.Tiling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a picture is looked at more than once, and how: what {@code TEST.AUG} and {@code
 * TEST.TILES} say. Immutable.
 *
 * @param augmentation in which sizes; empty for the one of {@code INPUT.MIN_SIZE_TEST}
 * @param tiling in which tiles; empty for whole pictures
 */
public record TestLooks(Optional<TestTimeAugmentation> augmentation, Optional<Tiling> tiling) {
  private static final String AUG = "TEST.AUG.";
  private static final String ENABLED = AUG + "ENABLED";
  private static final String VOTE = AUG + "CVPODS_TTA";
  private static final String MIN_SIZES = AUG + "MIN_SIZES";
  private static final String SCALE_FILTER = AUG + "SCALE_FILTER";
  private static final String SCALE_RANGES = AUG + "SCALE_RANGES";
  private static final String TILES = "TEST.TILES.";
  private static final String SIZE = TILES + "SIZE";
  private static final int RANGE = 2;

  /**
   * Takes both out of a config.
   *
   * @param config any config
   * @return how pictures are looked at
   * @throws ConfigException if a value cannot be used; values that are not in force are not looked
   *     at
   */
  public static TestLooks of(Config config) {
    return new TestLooks(
        config.getBoolean(ENABLED) ? Optional.of(augmentation(config)) : Optional.empty(),
        config.getInt(SIZE) != 0 ? Optional.of(tiling(config)) : Optional.empty());
  }

  /**
   * Without augmentation.
   *
   * @return the same tiles
   */
  public TestLooks withoutAugmentation() {
    return new TestLooks(Optional.empty(), tiling);
  }

  /**
   * With another augmentation.
   *
   * @param wanted in which sizes
   * @return the same tiles
   */
  public TestLooks withAugmentation(TestTimeAugmentation wanted) {
    return new TestLooks(Optional.of(wanted), tiling);
  }

  private static TestTimeAugmentation augmentation(Config config) {
    if (!config.getBoolean(VOTE)) {
      throw new ConfigException(
          VOTE
              + " is False ("
              + config.origin(VOTE)
              + "): that branch of the official code forgets all but one of its pictures and is not"
              + " offered; leave it True");
    }
    try {
      return TestTimeAugmentation.builder()
          .scales(scales(config))
          .maxSize(config.getInt(AUG + "MAX_SIZE"))
          .flip(config.getBoolean(AUG + "FLIP"))
          .resampleTwice(config.getBoolean(AUG + "RESAMPLE_TWICE"))
          .build();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("TEST.AUG: " + e.getMessage(), e);
    }
  }

  private static List<Scale> scales(Config config) {
    List<Integer> sizes = config.getInts(MIN_SIZES);
    if (!config.getBoolean(SCALE_FILTER)) {
      return sizes.stream().map(Scale::of).toList();
    }
    List<?> ranges = config.getList(SCALE_RANGES);
    if (ranges.size() != sizes.size()) {
      throw new ConfigException(
          SCALE_RANGES
              + " has "
              + ranges.size()
              + " ranges ("
              + config.origin(SCALE_RANGES)
              + ") and "
              + MIN_SIZES
              + " "
              + sizes.size()
              + " sizes ("
              + config.origin(MIN_SIZES)
              + "); give a range for each size, or set "
              + SCALE_FILTER
              + " False");
    }
    List<Scale> scales = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      if (!(ranges.get(i) instanceof List<?> range)
          || range.size() != RANGE
          || !(range.get(0) instanceof Number smallest)
          || !(range.get(1) instanceof Number largest)) {
        throw new ConfigException(
            SCALE_RANGES
                + " holds "
                + ranges.get(i)
                + " ("
                + config.origin(SCALE_RANGES)
                + "), expected pairs of sides such as [0, 96]");
      }
      scales.add(new Scale(sizes.get(i), smallest.doubleValue(), largest.doubleValue()));
    }
    return scales;
  }

  private static Tiling tiling(Config config) {
    try {
      return Tiling.builder()
          .size(config.getInt(SIZE))
          .overlap(config.getDouble(TILES + "OVERLAP"))
          .wholePicture(config.getBoolean(TILES + "WHOLE_PICTURE"))
          .build();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("TEST.TILES: " + e.getMessage(), e);
    }
  }
}
