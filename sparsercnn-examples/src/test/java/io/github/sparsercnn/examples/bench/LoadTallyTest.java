package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.examples.bench.LoadTally.Times;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadTallyTest {
  private static final long MILLI = 1_000_000;

  @Test
  void millis_areThoseOfAnAnswerThatWasMeasured() {
    Times times = new Times(LongStream.rangeClosed(1, 200).map(i -> i * MILLI).toArray());

    assertThat(times.millis(0.5)).isEqualTo(100);
    assertThat(times.millis(0.99)).isEqualTo(198);
    assertThat(times.millis(1)).isEqualTo(200);
    assertThat(new Times(new long[] {7 * MILLI}).millis(0.5)).isEqualTo(7);
  }

  @Test
  void sum_keepsStatusesApartAndSorts() {
    LoadTally tally = new LoadTally();
    tally.answered(200, 3 * MILLI);
    tally.answered(429, 9 * MILLI);
    tally.answered(200, MILLI);
    tally.failed("reset", 5 * MILLI);
    tally.failed("reset", 5 * MILLI);

    assertThat(tally.failures()).containsOnly(org.assertj.core.api.Assertions.entry("reset", 2));
    var sums = tally.sum();
    assertThat(sums.keySet()).containsExactly(LoadTally.NO_ANSWER, 200, 429);
    assertThat(sums.get(200).count()).isEqualTo(2);
    assertThat(sums.get(200).millis(0.5)).isEqualTo(1);
    assertThat(sums.get(200).millis(1)).isEqualTo(3);
  }
}
