package io.github.sparsercnn.examples.bench.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SharesTest {
  @Property(tries = 200)
  void shares_addUpToTheWhole(
      @ForAll @IntRange(max = 1_000_000) int total,
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 0.01, max = 100) Double> due) {
    double[] weights = due.stream().mapToDouble(Double::doubleValue).toArray();

    int[] shares = Shares.of(total, weights);

    assertThat(Arrays.stream(shares).sum()).isEqualTo(total);
    assertThat(shares).hasSameSizeAs(weights);
    assertThat(Arrays.stream(shares).min().orElseThrow()).isNotNegative();
  }

  @Test
  void shares_followTheWeights() {
    assertThat(Shares.of(100, new double[] {1, 3, 1})).containsExactly(20, 60, 20);
  }
}
