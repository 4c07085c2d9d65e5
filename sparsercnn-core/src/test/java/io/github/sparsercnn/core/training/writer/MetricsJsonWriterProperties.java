package io.github.sparsercnn.core.training.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.TrainingSummary.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class MetricsJsonWriterProperties {
  private static final int CHECKPOINT_PERIOD = 7;

  @Property(tries = 25)
  void killedAndResumedRun_hasTheIterationsOfAnUninterruptedOne(
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 90) Integer> lives) throws Exception {
    Path folder = Files.createTempDirectory("metrics");
    try {
      long max = 150;
      long first = 0;
      for (int life : lives) {
        // The process is killed: nothing is closed, and all since the last checkpoint is lost.
        long killed = Math.min(first + life, max);
        new StoryOfARun(folder, new MetricsJsonWriter()).start(first, max).iterate(first, killed);
        long saved = killed / CHECKPOINT_PERIOD * CHECKPOINT_PERIOD;
        first = Math.max(first, saved);
      }
      new StoryOfARun(folder, new MetricsJsonWriter())
          .start(first, max)
          .iterate(first, max)
          .finish(max, Ending.COMPLETED)
          .close();

      assertThat(MetricsJson.read(folder.resolve("metrics.json")))
          .extracting(Scalars::iteration)
          .containsExactly(19L, 39L, 59L, 79L, 99L, 119L, 139L, 149L);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 200)
  void everyFiniteNumberComesBack(
      @ForAll @LongRange(min = 0) long iteration,
      @ForAll
          Map<@StringLength(max = 12) String, @DoubleRange(min = -1e300, max = 1e300) Double>
              values) {
    Map<String, Double> named = new HashMap<>();
    values.forEach((name, value) -> named.put("m/" + name, value));
    Scalars scalars = Scalars.finite(iteration, named);

    String line = ScalarsJson.write(scalars);

    assertThat(line).isASCII().doesNotContain("\n");
    assertThat(ScalarsJson.read(line)).contains(scalars);
  }

  @Property(tries = 200)
  void medianOfTheWindow_isThatOfItsSortedValues(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -9, max = 9) Double> values) {
    ScalarWindow window = new ScalarWindow(20);
    values.forEach(window::add);

    List<Double> last =
        values.subList(Math.max(0, values.size() - 20), values.size()).stream().sorted().toList();
    double median = (last.get((last.size() - 1) / 2) + last.get(last.size() / 2)) / 2;
    assertThat(window.median()).isEqualTo(median);
  }
}
