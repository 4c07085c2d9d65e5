package io.github.sparsercnn.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job's jar on a cluster of two workers, one of whose executors is killed at work. */
class ClusterIT {
  private static final int PICTURES = 1000;
  private static final int BREAKS = 100;
  private static final Pattern FIRST_TENTH = Pattern.compile("of 1,000 pictures, [1-9]\\d %");
  private static final int MINUTES = 10;

  private final Path work = Path.of(System.getProperty("job.work"));

  @BeforeEach
  void emptyWorkFolder() throws IOException {
    if (Files.exists(work)) {
      try (Stream<Path> files = Files.walk(work)) {
        files.sorted(Comparator.reverseOrder()).forEach(ClusterIT::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void killedExecutor_losesAndDoublesNothing() throws Exception {
    SmallPictures pictures = SmallPictures.draw(work.resolve("pictures"), PICTURES, BREAKS);
    Path output = work.resolve("found.parquet");
    try (StandaloneCluster cluster = new StandaloneCluster(work.resolve("cluster"), 2)) {
      DaemonLog driver = cluster.submit(job(output));

      driver.await(FIRST_TENTH);
      List<ProcessHandle> executors = cluster.executors(0);
      assertThat(executors).hasSize(1);
      assertThat(executors.get(0).destroyForcibly()).isTrue();

      assertThat(driver.process().waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
      assertThat(driver.process().exitValue()).as(driver.text()).isZero();
      assertThat(driver.text())
          .contains("Lost executor")
          .contains("1,000 pictures, ")
          .contains(pictures.broken().size() + " errors");
    }
    assertThat(work.resolve("found.json")).isNotEmptyFile();
    List<Row> rows = read(output);
    assertThat(rows)
        .extracting(row -> row.getString(1))
        .containsExactlyInAnyOrderElementsOf(pictures.paths());
    assertThat(rows.stream().map(row -> row.getLong(0)).distinct()).hasSize(PICTURES);
    assertThat(rows.stream().filter(row -> row.isNullAt(4)).map(row -> row.getString(1)))
        .containsExactlyInAnyOrderElementsOf(
            pictures.broken().stream().map(SmallPictures::sparkPath).toList());
  }

  private List<String> job(Path output) {
    return List.of(
        "--class",
        PredictJob.class.getName(),
        "--conf",
        "spark.executor.memory=768m",
        "--conf",
        "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.cachedir="
            + work.resolveSibling("javacpp"),
        "--conf",
        "spark.ui.enabled=false",
        "--conf",
        "spark.speculation=true",
        "--conf",
        "spark.speculation.quantile=0.5",
        "--conf",
        "spark.speculation.multiplier=1.1",
        System.getProperty("job.jar"),
        "--input",
        work.resolve("pictures").toString(),
        "--output",
        output.toString(),
        "--coco",
        work.resolve("found.json").toString(),
        "--partitions",
        "25",
        "INPUT.MIN_SIZE_TEST",
        "96");
  }

  private static List<Row> read(Path output) {
    SparkSession session =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate();
    List<Row> rows =
        session.read().schema(DetectionRows.SCHEMA).parquet(output.toString()).collectAsList();
    session.stop();
    return rows;
  }
}
