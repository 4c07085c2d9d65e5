package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.Arrays;
import java.util.List;

/**
 * How a picture is prepared for prediction and evaluation. Immutable.
 *
 * @param format the order of the channels
 * @param pixelMean {@code MODEL.PIXEL_MEAN}: three values on the scale 0 to 255, in the order of
 *     {@code format}
 * @param pixelStd {@code MODEL.PIXEL_STD}: likewise, each greater than 0
 * @param minSize {@code INPUT.MIN_SIZE_TEST}: the length of the shorter side in pixels of the
 *     resized picture; 0 leaves pictures as they are, as in detectron2
 * @param maxSize {@code INPUT.MAX_SIZE_TEST}: the largest length of the longer side, at least 1
 */
public record TestInput(
    InputFormat format, List<Double> pixelMean, List<Double> pixelStd, int minSize, int maxSize) {
  /** The keys of these values. They lie in no tensor, so weights alone do not show them. */
  static final List<String> KEYS =
      List.of(
          "INPUT.FORMAT",
          "MODEL.PIXEL_MEAN",
          "MODEL.PIXEL_STD",
          "INPUT.MIN_SIZE_TEST",
          "INPUT.MAX_SIZE_TEST");

  private static final int CHANNELS = 3;

  /**
   * Checks the values.
   *
   * @throws ConfigException if there are not three means and deviations, a deviation is not
   *     positive or a size is out of range
   */
  public TestInput {
    pixelMean = List.copyOf(pixelMean);
    pixelStd = List.copyOf(pixelStd);
    require(
        pixelMean.size() == CHANNELS && pixelMean.stream().allMatch(Double::isFinite),
        "MODEL.PIXEL_MEAN",
        pixelMean,
        "three numbers");
    require(
        pixelStd.size() == CHANNELS
            && pixelStd.stream().allMatch(std -> std > 0 && Double.isFinite(std)),
        "MODEL.PIXEL_STD",
        pixelStd,
        "three numbers above 0");
    require(minSize >= 0, "INPUT.MIN_SIZE_TEST", minSize, "0 or more");
    require(maxSize >= 1, "INPUT.MAX_SIZE_TEST", maxSize, "1 or more");
  }

  /**
   * Takes the values out of a config.
   *
   * @param config any config
   * @return the values
   * @throws ConfigException if one cannot be used
   */
  public static TestInput of(Config config) {
    String format = config.getString("INPUT.FORMAT");
    require(
        Arrays.stream(InputFormat.values()).anyMatch(known -> known.name().equals(format)),
        "INPUT.FORMAT",
        format,
        "RGB or BGR");
    return new TestInput(
        InputFormat.valueOf(format),
        config.getDoubles("MODEL.PIXEL_MEAN"),
        config.getDoubles("MODEL.PIXEL_STD"),
        config.getInt("INPUT.MIN_SIZE_TEST"),
        config.getInt("INPUT.MAX_SIZE_TEST"));
  }

  /** RGB on torchvision's mean and deviation, 800 by at most 1333: all official models. */
  public static TestInput official() {
    return of(Config.defaults());
  }

  private static void require(boolean holds, String key, Object found, String expected) {
    if (!holds) {
      throw new ConfigException(key + " is " + found + ", expected " + expected);
    }
  }
}
