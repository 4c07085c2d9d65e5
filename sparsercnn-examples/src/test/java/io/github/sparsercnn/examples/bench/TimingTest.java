package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimingTest {
  private static Measurement took(double millis) {
    return new Measurement(millis, OptionalLong.empty());
  }

  @Test
  void median_isTheOneInTheMiddle() {
    assertThat(new Timing("a", List.of(took(9), took(1), took(2))).median()).isEqualTo(2);
  }

  @Test
  void median_ofAnEvenNumberIsBetweenTwo() {
    assertThat(new Timing("a", List.of(took(9), took(1), took(2), took(4))).median()).isEqualTo(3);
  }

  @Test
  void minimum_isTheFastest() {
    assertThat(new Timing("a", List.of(took(9), took(1), took(2))).minimum()).isEqualTo(1);
  }

  @Test
  void peak_isTheLargestThatIsKnown() {
    Timing timing =
        new Timing(
            "a",
            List.of(
                new Measurement(1, OptionalLong.of(5)),
                new Measurement(1, OptionalLong.of(7)),
                took(1)));

    assertThat(timing.peakBytes()).hasValue(7);
    assertThat(new Timing("a", List.of(took(1))).peakBytes()).isEmpty();
  }

  @Test
  void nothingMeasured_isRefused() {
    assertThatThrownBy(() -> new Timing("a", List.of())).hasMessage("a was not measured");
  }
}
