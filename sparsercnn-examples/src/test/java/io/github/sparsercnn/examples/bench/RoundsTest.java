package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<String> order = new ArrayList<>();
  private final StringWriter progress = new StringWriter();

  private Program program(String name) {
    return new Program() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Measurement run() {
        order.add(name);
        return new Measurement(order.size(), OptionalLong.empty());
      }
    };
  }

  @Test
  void programs_runByTurnsAndEachRoundStartsWithTheNext() throws Exception {
    List<Timing> timings =
        new Rounds(4, new PrintWriter(progress))
            .run(List.of(program("a"), program("b"), program("c")));

    assertThat(String.join("", order)).isEqualTo("abc" + "bca" + "cab" + "abc");
    assertThat(timings).extracting(Timing::program).containsExactly("a", "b", "c");
    assertThat(timings.get(1).measurements())
        .extracting(Measurement::millis)
        .containsExactly(2.0, 4.0, 9.0, 11.0);
    assertThat(progress.toString()).contains("round 2 of 4: c");
  }
}
