package io.github.sparsercnn.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.CocoResult;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.torch.ComputeThreads;
import io.github.sparsercnn.examples.cli.BundledModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The job in this process, on two threads, against the plain detector. */
class PredictJobTest {
  private static final int PICTURES = 60;
  private static final int BREAKS = 20;
  private static final String SIZE_KEY = "INPUT.MIN_SIZE_TEST";
  private static final String SIZE = "96";
  private static final Map<String, String> SPARK =
      Map.of(
          "spark.master", "local[2]",
          "spark.ui.enabled", "false",
          "spark.sql.shuffle.partitions", "2");

  @TempDir private static Path folder;
  private static SmallPictures pictures;
  private static Map<String, Instances> expected;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path output;

  @BeforeAll
  static void askThePlainDetector() throws IOException {
    SPARK.forEach(System::setProperty);
    pictures = SmallPictures.draw(folder.resolve("pictures"), PICTURES, BREAKS);
    expected = new HashMap<>();
    ComputeThreads.use(1);
    try (BundledModel model = BundledModel.open();
        Detector detector =
            Detector.builder().weights(model.file()).override(SIZE_KEY, SIZE).build()) {
      for (Path file : pictures.good()) {
        expected.put(SmallPictures.sparkPath(file), detector.predict(file));
      }
    }
  }

  @AfterAll
  static void forgetSettings() {
    SPARK.keySet().forEach(System::clearProperty);
  }

  @BeforeEach
  void chooseOutput() throws IOException {
    output = Files.createTempDirectory(folder, "out").resolve("found");
  }

  @Test
  void rows_areThePlainDetectorsAnswers() throws IOException {
    String everything = folder + "/pictures";
    int status =
        run("--input", everything, "--input", everything + "/part*/*.png", "--partitions", "5");
    assertThat(status).as(err.toString()).isZero();

    List<Row> rows = written("parquet");
    assertThat(rows)
        .extracting(row -> row.getString(1))
        .containsExactlyInAnyOrderElementsOf(pictures.paths());
    assertThat(rows.stream().map(row -> row.getLong(0)).distinct()).hasSize(PICTURES);
    for (Row row : rows) {
      Instances instances = expected.get(row.getString(1));
      if (instances == null) {
        assertThat(row.getString(5)).isNotBlank();
        assertThat(row.isNullAt(4)).isTrue();
      } else {
        assertThat(row.isNullAt(5)).isTrue();
        assertSame(row, instances);
      }
    }
    try (var files = Files.list(output)) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet"))).hasSizeBetween(5, 7);
    }
    assertThat(out.toString())
        .contains("60 pictures, ")
        .contains(pictures.broken().size() + " errors");
    assertThat(err.toString()).contains("of 60 pictures");
  }

  private static void assertSame(Row row, Instances instances) {
    assertThat(row.getInt(2)).isEqualTo(instances.imageSize().width());
    assertThat(row.getInt(3)).isEqualTo(instances.imageSize().height());
    List<CocoResult> results = instances.toCoco(row.getLong(0));
    List<Row> detections = row.getList(4);
    assertThat(detections).hasSameSizeAs(results);
    for (int i = 0; i < results.size(); i++) {
      Row detection = detections.get(i);
      assertThat(detection.getString(0)).isEqualTo(instances.get(i).label());
      assertThat(detection.getInt(1)).isEqualTo(results.get(i).categoryId());
      assertThat(detection.getFloat(2)).isEqualTo(results.get(i).score());
      assertThat(detection.getFloat(3)).isEqualTo(results.get(i).bbox().get(0));
      assertThat(detection.getFloat(4)).isEqualTo(results.get(i).bbox().get(1));
      assertThat(detection.getFloat(5)).isEqualTo(instances.get(i).box().x2());
      assertThat(detection.getFloat(6)).isEqualTo(instances.get(i).box().y2());
    }
  }

  @Test
  void ids_areTheSameForFilesAndForParquetOfThem() throws IOException {
    Path parquet = folder.resolve("some.parquet");
    SparkSession session = SparkSession.builder().getOrCreate();
    session
        .read()
        .format("binaryFile")
        .load(folder + "/pictures/part 0/smear_0000*")
        .select("path", "content")
        .write()
        .parquet(parquet.toString());
    session.stop();

    assertThat(run("--input", parquet.toString(), "--partitions", "3", "--format", "json"))
        .isZero();
    Map<String, Long> ofParquet = ids("json");
    output = output.resolveSibling("files");
    assertThat(run("--input", folder + "/pictures/part 0/smear_0000*")).isZero();

    assertThat(ofParquet).hasSize(10).isEqualTo(ids("parquet"));
  }

  @Test
  void coco_isWhatEvaluateReads() throws IOException {
    Path truth = folder.resolve("truth.json");
    Files.writeString(
        truth,
        "{\"images\":[{\"id\":41,\"file_name\":\"smear_00001.jpg\",\"width\":96,\"height\":96},"
            + "{\"id\":40,\"file_name\":\"part 0/smear_00002.png\",\"width\":96,\"height\":96}],"
            + "\"annotations\":[],\"categories\":[{\"id\":1,\"name\":\"RBC\"}]}");
    Path coco = output.resolveSibling("found.json");

    assertThat(
            run(
                "--input",
                folder + "/pictures/part 0/smear_0000[0-3].*",
                "--confidence-threshold",
                "0.3",
                "--coco",
                coco.toString(),
                "--annotations",
                truth.toString()))
        .isZero();

    String first = "file:" + folder + "/pictures/part 0/smear_00001.jpg";
    String second = "file:" + folder + "/pictures/part 0/smear_00002.png";
    List<String> results = new ArrayList<>();
    expected.get(first).above(0.3f).toCoco(41).forEach(result -> results.add(result.toJson()));
    expected.get(second).above(0.3f).toCoco(40).forEach(result -> results.add(result.toJson()));
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(coco.toFile()))
        .extracting(JsonNode::toString)
        .containsExactlyInAnyOrderElementsOf(
            results.stream().map(text -> read(json, text).toString()).toList());
    JsonNode images = json.readTree(output.resolveSibling("found-images.json").toFile());
    assertThat(images.get("images"))
        .extracting(JsonNode::toString)
        .containsExactlyInAnyOrder(
            "{\"id\":41,\"file_name\":\"" + first + "\",\"width\":96,\"height\":96}",
            "{\"id\":40,\"file_name\":\"" + second + "\",\"width\":96,\"height\":96}");
    assertThat(out.toString()).contains("2 pictures left out");
  }

  @Test
  void outputThatIsThere_staysUnlessToldOtherwise() throws IOException {
    String one = folder + "/pictures/part 0/smear_00001.jpg";
    assertThat(run("--input", one)).isZero();

    assertThat(run("--input", folder + "/pictures/part 0/smear_0000[12].*")).isEqualTo(1);
    assertThat(err.toString()).contains(output + ": is there already").contains("--overwrite");
    assertThat(ids("parquet")).hasSize(1);

    assertThat(run("--input", folder + "/pictures/part 0/smear_0000[12].*", "--overwrite"))
        .isZero();
    assertThat(ids("parquet")).hasSize(2);
  }

  @Test
  void mistakes_areOneLine() {
    assertThat(run("--input", folder + "/nothing")).isEqualTo(1);
    assertThat(run("--input", folder + "/pictures", "--weights", "/no/weights.pth")).isEqualTo(1);
    assertThat(run("--input", folder + "/pictures", "--batch", "0")).isEqualTo(2);
    assertThat(run("--input", folder + "/pictures", "--annotations", "x.json")).isEqualTo(2);

    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("nothing"),
            line -> assertThat(line).contains("/no/weights.pth"),
            line -> assertThat(line).contains("--batch must be at least 1, got 0"),
            line -> assertThat(line).contains("add --coco FILE"));
  }

  @Test
  void weightsThatAreNone_failTheJobWithTheDetectorsWords() throws IOException {
    Path weights = Files.writeString(folder.resolve("none.pth"), "no weights");

    int status = run("--input", folder + "/pictures", "--weights", weights.toString());

    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("none.pth").doesNotContain("Exception").hasLineCount(1);
  }

  private int run(String... options) {
    CommandLine job = PredictJob.commandLine();
    job.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> words = new ArrayList<>(List.of(SIZE_KEY, SIZE, "--output", output.toString()));
    words.addAll(Arrays.asList(options));
    return job.execute(words.toArray(String[]::new));
  }

  private Map<String, Long> ids(String format) {
    return written(format).stream()
        .collect(Collectors.toMap(row -> row.getString(1), row -> row.getLong(0)));
  }

  private List<Row> written(String format) {
    SparkSession session = SparkSession.builder().getOrCreate();
    List<Row> rows =
        session
            .read()
            .format(format)
            .schema(DetectionRows.SCHEMA)
            .load(output.toString())
            .collectAsList();
    session.stop();
    return rows;
  }

  private static JsonNode read(ObjectMapper json, String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
