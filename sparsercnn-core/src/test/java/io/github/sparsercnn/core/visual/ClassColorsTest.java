package io.github.sparsercnn.core.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class ClassColorsTest {
  /** Neighbouring steps of one channel in 16ths differ by about 0.02. */
  private static final double WELL_APART = 0.06;

  private static final double FAR_APART = 0.13;

  /** WCAG 2.1, success criterion 1.4.3. */
  private static final double READABLE = 4.5;

  @Test
  void of_keepsAllColoursApart() {
    assertThat(leastDistance(ClassColors.COUNT)).isGreaterThan(WELL_APART);
  }

  @Test
  void of_keepsTheFirstClassesFarApart() {
    assertThat(leastDistance(16)).isGreaterThan(FAR_APART);
  }

  private static double leastDistance(int count) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        least = Math.min(least, ClassColors.distance(ClassColors.of(i), ClassColors.of(j)));
      }
    }
    return least;
  }

  @Test
  void of_repeatsAfterThePalette() {
    assertThat(ClassColors.of(1203)).isEqualTo(ClassColors.of(1203 % ClassColors.COUNT));
    assertThat(ClassColors.of(Integer.MAX_VALUE)).isNotNull();
  }

  @Test
  void textOn_isReadableOnEveryColour() {
    for (int i = 0; i < ClassColors.COUNT; i++) {
      Color plate = ClassColors.of(i);
      assertThat(contrast(plate, ClassColors.textOn(plate)))
          .as("class %d, %s", i, plate)
          .isGreaterThan(READABLE);
    }
    assertThat(ClassColors.textOn(Color.BLACK)).isEqualTo(Color.WHITE);
    assertThat(ClassColors.textOn(Color.WHITE)).isEqualTo(Color.BLACK);
  }

  @Test
  void distance_isOneFromBlackToWhite() {
    assertThat(ClassColors.distance(Color.BLACK, Color.WHITE)).isCloseTo(1, within(1e-6));
    assertThat(ClassColors.distance(Color.RED, Color.RED)).isZero();
  }

  private static double contrast(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color color) {
    float[] rgb = color.getRGBColorComponents(null);
    double[] weights = {0.2126, 0.7152, 0.0722};
    double luminance = 0;
    for (int i = 0; i < 3; i++) {
      double linear = rgb[i] <= 0.04045 ? rgb[i] / 12.92 : Math.pow((rgb[i] + 0.055) / 1.055, 2.4);
      luminance += weights[i] * linear;
    }
    return luminance;
  }
}
