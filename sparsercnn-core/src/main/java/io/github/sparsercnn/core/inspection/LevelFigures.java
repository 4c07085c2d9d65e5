package io.github.sparsercnn.core.inspection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the numbers of a level come to.
 *
 * @param level its name, for example {@code p3}
 * @param shares of the first three principal components in the variance of the cells, falling
 * @param deviations standard deviation of each channel over the cells
 * @param deadChannels how many channels hardly change over the picture: by less than 2 % of what
 *     the median channel does
 * @param notFinite how many values are NaN or infinite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LevelFigures(
    String level, List<Double> shares, float[] deviations, int deadChannels, long notFinite) {
  private static final double DEAD = 0.02;

  static LevelFigures of(FeatureLevel level, PrincipalComponents components) {
    float[] deviations = new float[level.channels()];
    long notFinite = 0;
    for (int channel = 0; channel < deviations.length; channel++) {
      double sum = 0;
      double squares = 0;
      int n = 0;
      for (int i = channel; i < level.values().length; i += level.channels()) {
        float value = level.values()[i];
        if (Float.isFinite(value)) {
          sum += value;
          squares += (double) value * value;
          n++;
        } else {
          notFinite++;
        }
      }
      double mean = n == 0 ? 0 : sum / n;
      deviations[channel] = n == 0 ? 0 : (float) Math.sqrt(Math.max(0, squares / n - mean * mean));
    }
    double limit = DEAD * Spread.of(deviations).median();
    int dead = 0;
    for (float deviation : deviations) {
      dead += deviation <= limit ? 1 : 0;
    }
    return new LevelFigures(
        level.name(),
        Arrays.stream(components.shares()).boxed().toList(),
        deviations,
        dead,
        notFinite);
  }

  /** The channels, that which varies most first. */
  List<Integer> ranking() {
    return IntStream.range(0, deviations.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -deviations[i]))
        .toList();
  }
}
