package io.github.sparsercnn.core.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PrincipalComponentsProperties {
  private static final double TOLERANCE = 1e-6;

  /** Vectors that vary by 1, 1/2, 1/3, … along their entries, mixed by shears. */
  private static float[] vectors(long seed, int n, int dim) {
    Random random = new Random(seed);
    float[] vectors = new float[n * dim];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (random.nextGaussian() / (1 + i % dim) + 10);
    }
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] += i % dim == 0 ? 0 : 0.5f * vectors[i - 1];
    }
    return vectors;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double variance(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return squares / values.length - mean * mean;
  }

  @Property(tries = 30)
  void axes_areOrthonormalAndSharesFall(
      @ForAll long seed,
      @ForAll @IntRange(min = 4, max = 60) int n,
      @ForAll @IntRange(min = 3, max = 24) int dim) {
    PrincipalComponents components = PrincipalComponents.of(vectors(seed, n, dim), dim);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(dot(components.axes()[i], components.axes()[j]))
            .isCloseTo(i == j ? 1 : 0, within(TOLERANCE));
      }
    }
    assertThat(components.shares()[0]).isGreaterThanOrEqualTo(components.shares()[1] - TOLERANCE);
    assertThat(components.shares()[1]).isGreaterThanOrEqualTo(components.shares()[2] - TOLERANCE);
    assertThat(components.shares()[0] + components.shares()[1] + components.shares()[2])
        .isBetween(0.0, 1 + TOLERANCE);
  }

  @Property(tries = 30)
  void noDirection_hasMoreVarianceThanTheFirst(
      @ForAll long seed,
      @ForAll @IntRange(min = 4, max = 60) int n,
      @ForAll @IntRange(min = 2, max = 16) int dim) {
    float[] vectors = vectors(seed, n, dim);
    PrincipalComponents components = PrincipalComponents.of(vectors, dim);
    double most = variance(components.along(vectors, 0));
    Random random = new Random(seed);
    for (int attempt = 0; attempt < 50; attempt++) {
      float[] reach = new float[n];
      double[] direction = random.doubles(dim, -1, 1).toArray();
      double length = Math.sqrt(dot(direction, direction));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < dim; j++) {
          reach[i] += (float) (direction[j] / length * (vectors[i * dim + j] - 15));
        }
      }
      assertThat(variance(reach)).isLessThanOrEqualTo(most * (1 + 1e-4));
    }
  }

  @Property(tries = 40)
  void signs_areFixedAndTheMeanLiesAtZero(
      @ForAll long seed, @ForAll @IntRange(min = 3, max = 12) int dim) {
    float[] vectors = vectors(seed, 40, dim);
    PrincipalComponents components = PrincipalComponents.of(vectors, dim);
    for (int axis = 0; axis < 3; axis++) {
      double largest = 0;
      for (double entry : components.axes()[axis]) {
        largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
      }
      assertThat(largest).isPositive();
      double sum = 0;
      for (float reach : components.along(vectors, axis)) {
        sum += reach;
      }
      assertThat(sum / 40).isCloseTo(0, within(1e-4));
    }
  }

  @Property(tries = 20)
  void components_areTheSameEachTime(@ForAll long seed) {
    float[] vectors = vectors(seed, 30, 9);
    PrincipalComponents one = PrincipalComponents.of(vectors, 9);
    PrincipalComponents other = PrincipalComponents.of(vectors, 9);
    assertThat(one.axes()).isDeepEqualTo(other.axes());
    assertThat(one.shares()).isEqualTo(other.shares());
  }

  @Example
  void twoKnownDirections_areFoundWithTheirShares() {
    // Along (3, 4) / 5 by ±10, across it by ±1: variances 100 and 1.
    float[] vectors = new float[8];
    int at = 0;
    for (int along = -1; along <= 1; along += 2) {
      for (int across = -1; across <= 1; across += 2) {
        vectors[at++] = 6f * along - 0.8f * across;
        vectors[at++] = 8f * along + 0.6f * across;
      }
    }
    PrincipalComponents components = PrincipalComponents.of(vectors, 2);
    assertThat(components.axes()[0]).containsExactly(new double[] {0.6, 0.8}, within(TOLERANCE));
    assertThat(components.axes()[1]).containsExactly(new double[] {0.8, -0.6}, within(TOLERANCE));
    assertThat(components.shares())
        .containsExactly(new double[] {100 / 101.0, 1 / 101.0, 0}, within(TOLERANCE));
  }

  @Example
  void equalVectors_haveNoDirection() {
    PrincipalComponents components = PrincipalComponents.of(new float[] {1, 2, 1, 2, 1, 2}, 2);
    assertThat(components.shares()).containsExactly(0, 0, 0);
    assertThat(components.along(new float[] {1, 2}, 0)).containsExactly(0);
    assertThat(PcaColors.of(new float[] {1, 2, 1, 2}, 2).rgb(new float[] {1, 2}))
        .containsExactly(0x808080);
  }

  @Example
  void colors_useTheWholeRangeWhateverOneOutlierDoes() {
    float[] vectors = new float[1000];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = i;
    }
    vectors[0] = 1e7f;
    int[] colors = PcaColors.of(vectors, 1).rgb(vectors);
    assertThat(colors[40] >> 16).isLessThan(20);
    assertThat(colors[960] >> 16).isGreaterThan(235);
  }

  @Example
  void whatIsNoNumber_isLeftOutAndMagenta() {
    float[] vectors = {0, 0, 1, 0, 2, 0, Float.NaN, 1, 3, Float.POSITIVE_INFINITY};
    int[] colors = PcaColors.of(vectors, 2).rgb(vectors);
    assertThat(colors[3]).isEqualTo(ColorScale.NOT_A_NUMBER);
    assertThat(colors[4]).isEqualTo(ColorScale.NOT_A_NUMBER);
    assertThat(colors[0]).isNotEqualTo(colors[2]).isNotEqualTo(ColorScale.NOT_A_NUMBER);
  }
}
