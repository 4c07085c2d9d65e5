package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table and the JSON of the benchmarks. */
class BenchReportTest {
  private static final Timing OURS = timing("sparsercnn thing", 110_000_000, 800, 900, 700);
  private static final Timing THEIRS = timing("other 1.2", 1_234_000_000, 1600, 3200, 1800);
  private static final List<BenchRow> ROWS =
      List.of(
          BenchRow.compared("vs_other", OURS, THEIRS, "equal", Map.of("difference", 0.0)),
          BenchRow.alone("vs_absent", timing("we", 0, 0.25), "not compared: there is no python3"),
          BenchRow.failed("broken", "a worker ended"));

  @TempDir private Path folder;

  /** With a peak of 0 for one that is not known. */
  private static Timing timing(String program, long peak, double... millis) {
    OptionalLong bytes = peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak);
    return new Timing(
        program, Arrays.stream(millis).mapToObj(m -> new Measurement(m, bytes)).toList());
  }

  @Test
  void table_hasALinePerProgram() {
    StringWriter out = new StringWriter();

    new BenchTable(new PrintWriter(out)).print(ROWS);

    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
              row        program                minimum        median    ratio       peak
              vs_other   sparsercnn thing      700.0 ms      800.0 ms              110 MB
                         other 1.2           1,600.0 ms    1,800.0 ms    0.444   1,234 MB  equal
              vs_absent  we                      0.3 ms        0.3 ms                   -  not compared: there is no python3
              broken                                  -             -                   -  failed: a worker ended
            """);
  }

  @Test
  void markdown_hasALinePerRow() {
    assertThat(BenchMarkdown.of("2 processors", ROWS))
        .isEqualTo(
            """
            2 processors

            | row | ours, ms | peak | against | its, ms | its peak | ratio | |
            |---|---|---|---|---|---|---|---|
            | `vs_other` | 700.0 / 800.0 | 110 MB | other 1.2 | 1,600.0 / 1,800.0 | 1,234 MB | 0.444 | equal |
            | `vs_absent` | 0.3 / 0.3 | - |  |  |  |  | not compared: there is no python3 |
            | `broken` |  |  |  |  |  |  | failed: a worker ended |
            """);
  }

  @Test
  void json_hasAnObjectPerRow() throws Exception {
    Path file = folder.resolve("rows.json");

    BenchJson.write(ROWS, file);

    JsonNode rows = new ObjectMapper().readTree(file.toFile());
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{'name':'vs_other','failed':false,'ours_ms':800.0,'twin_ms':1800.0,'ratio':0.4444444444444444,"
                .concat("'rounds':3,'ours':'sparsercnn thing','ours_min_ms':700.0,")
                .concat("'ours_peak_bytes':110000000,'twin':'other 1.2','twin_min_ms':1600.0,")
                .concat("'twin_peak_bytes':1234000000,'note':'equal','difference':0.0}")
                .replace('\'', '"'));
    JsonNode alone = rows.get(1);
    assertThat(alone.get("ours_ms").doubleValue()).isEqualTo(0.25);
    assertThat(alone.get("note").asText()).isEqualTo("not compared: there is no python3");
    for (String key : List.of("twin", "twin_ms", "ratio", "twin_peak_bytes", "ours_peak_bytes")) {
      assertThat(alone.get(key).isNull()).as(key).isTrue();
    }
    JsonNode broken = rows.get(2);
    assertThat(broken.get("failed").booleanValue()).isTrue();
    assertThat(broken.get("ours_ms").isNull()).isTrue();
  }
}
