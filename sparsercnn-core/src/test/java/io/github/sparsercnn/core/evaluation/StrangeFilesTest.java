package io.github.sparsercnn.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of annotation and results files that are damaged, wrong or merely unusual. */
class StrangeFilesTest {
  private static final String IMAGES = "[{\"id\":1},{\"id\":2}]";
  private static final String CATEGORIES = "[{\"id\":1,\"name\":\"cell\"}]";
  private static final String ANNOTATIONS =
      "[{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[10,10,40,40],\"area\":1600,\"iscrowd\":0}]";
  private static final String RESULTS =
      "[{\"image_id\":1,\"category_id\":1,\"bbox\":[10,10,40,40],\"score\":0.9}]";
  private static final double PERFECT = 1;
  private static final double NOTHING = -1;

  @TempDir Path folder;

  /** A pair of files and either the AP50 that they give, or what the error says. */
  private record Row(
      String name,
      String annotations,
      String results,
      Charset charset,
      double ap50,
      List<String> complaint) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row refused(String name, String annotations, String results, String... says) {
    return new Row(name, annotations, results, StandardCharsets.UTF_8, Double.NaN, List.of(says));
  }

  private static Row accepted(String name, String annotations, String results, double ap50) {
    return new Row(name, annotations, results, StandardCharsets.UTF_8, ap50, List.of());
  }

  private static String truth(String images, String annotations, String categories) {
    return "{\"images\":"
        + images
        + ",\n\"annotations\":"
        + annotations
        + ",\n\"categories\":"
        + categories
        + "}";
  }

  private static String truth(String annotations) {
    return truth(IMAGES, annotations, CATEGORIES);
  }

  /** The usual annotation with one piece of text replaced. */
  private static String but(String piece, String replacement) {
    assertThat(ANNOTATIONS).contains(piece);
    return truth(ANNOTATIONS.replace(piece, replacement));
  }

  private static String resultsBut(String piece, String replacement) {
    assertThat(RESULTS).contains(piece);
    return RESULTS.replace(piece, replacement);
  }

  static Stream<Row> rows() {
    return Stream.of(
            theFile(), ids(), references(), boxes(), areasAndCrowds(), pictures(), results())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> theFile() {
    String good = truth(ANNOTATIONS);
    String deep = "[".repeat(100_000);
    String longKey = "k".repeat(100_000);
    return Stream.of(
        refused(
            "missing images",
            "{\"annotations\":[],\"categories\":[]}",
            "[]",
            "\"images\" is missing"),
        refused(
            "missing annotations",
            "{\"images\":[],\"categories\":[]}",
            "[]",
            "\"annotations\" is missing"),
        refused(
            "missing categories",
            "{\"images\":[],\"annotations\":[]}",
            "[]",
            "\"categories\" is missing"),
        refused("top-level array", "[]", "[]", "the file is a list, expected an object"),
        refused("empty file", "", "[]", "is empty"),
        accepted("empty lists", truth("[]", "[]", "[]"), "[]", NOTHING),
        accepted("no annotations", truth("[]"), RESULTS, NOTHING),
        accepted("byte order mark", "\uFEFF" + good, "\uFEFF" + RESULTS, PERFECT),
        new Row("UTF-16", good, RESULTS, StandardCharsets.UTF_16, PERFECT, List.of()),
        refused("trailing comma", truth("[{\"id\":1,}]"), "[]", "line 2", "not valid JSON"),
        refused("comment", "// mine\n" + good, "[]", "line 1", "not valid JSON"),
        refused(
            "truncated", good.substring(0, good.length() / 2), "[]", "line 2", "not valid JSON"),
        refused("text after the end", good + "{}", "[]", "something follows the end"),
        refused("NaN token", but("1600", "NaN"), "[]", "line 2", "not valid JSON"),
        refused("Infinity token", but("1600", "Infinity"), "[]", "line 2", "not valid JSON"),
        refused(
            "number beyond double",
            but("1600", "1e400"),
            "[]",
            "annotations[0]",
            "line 2",
            "area is 1e400"),
        refused("deep nesting", "{\"info\":" + deep, "[]", "not valid JSON", "nesting depth"),
        refused("huge key", "{\"" + longKey + "\":1}", "[]", "not valid JSON", "maximum allowed"),
        refused(
            "duplicate key",
            but("\"id\":1", "\"id\":1,\"id\":2"),
            "[]",
            "annotations[0]",
            "\"id\" occurs twice"),
        refused(
            "duplicate list", "{\"images\":[],\"images\":[]}", "[]", "\"images\" occurs twice"));
  }

  private static Stream<Row> ids() {
    String twoAnnotations =
        ANNOTATIONS.replace(
            "}]", "},{\"id\":1,\"image_id\":2,\"category_id\":1,\"bbox\":[0,0,9,9]}]");
    long beyondDouble = (1L << 53) + 1;
    String bigTruth =
        truth(
            "[{\"id\":" + beyondDouble + "},{\"id\":" + (beyondDouble - 1) + "}]",
            ANNOTATIONS.replace("\"image_id\":1", "\"image_id\":" + beyondDouble),
            CATEGORIES);
    String bigResults = RESULTS.replace("\"image_id\":1", "\"image_id\":" + beyondDouble);
    return Stream.of(
        refused(
            "duplicate image id",
            truth("[{\"id\":1},{\"id\":1}]", ANNOTATIONS, CATEGORIES),
            "[]",
            "image id 1 occurs twice"),
        refused(
            "duplicate category id",
            truth(IMAGES, ANNOTATIONS, "[{\"id\":1,\"name\":\"a\"},{\"id\":1,\"name\":\"b\"}]"),
            "[]",
            "category id 1 occurs twice"),
        refused(
            "duplicate annotation id", truth(twoAnnotations), "[]", "annotation id 1 occurs twice"),
        refused(
            "id as text",
            but("\"image_id\":1", "\"image_id\":\"1\""),
            "[]",
            "annotations[0]",
            "line 2",
            "image_id is the text \"1\""),
        accepted("id as whole float", but("\"image_id\":1", "\"image_id\":1.0"), RESULTS, PERFECT),
        refused(
            "id as broken float",
            but("\"image_id\":1", "\"image_id\":1.5"),
            "[]",
            "image_id is 1.5"),
        accepted(
            "negative id",
            truth(
                "[{\"id\":-7}]",
                ANNOTATIONS.replace("\"image_id\":1", "\"image_id\":-7"),
                CATEGORIES),
            resultsBut("\"image_id\":1", "\"image_id\":-7"),
            PERFECT),
        accepted("id above 2^53", bigTruth, bigResults, PERFECT),
        refused(
            "id above 2^63",
            but("\"id\":1", "\"id\":9223372036854775808"),
            "[]",
            "id is 9223372036854775808"),
        refused("missing id", but("\"id\":1,", ""), "[]", "annotations[0]", "\"id\" is missing"),
        refused(
            "annotation id 0",
            but("\"id\":1", "\"id\":0"),
            RESULTS,
            "annotations[0]",
            "annotation id 0"),
        accepted(
            "category ids with gaps",
            truth(
                IMAGES,
                ANNOTATIONS.replace("\"category_id\":1", "\"category_id\":90"),
                "[{\"id\":90,\"name\":\"b\"},{\"id\":13,\"name\":\"a\"}]"),
            resultsBut("\"category_id\":1", "\"category_id\":90"),
            PERFECT),
        accepted(
            "category id 0",
            truth(
                IMAGES,
                ANNOTATIONS.replace("\"category_id\":1", "\"category_id\":0"),
                "[{\"id\":0,\"name\":\"a\"}]"),
            resultsBut("\"category_id\":1", "\"category_id\":0"),
            PERFECT),
        accepted(
            "duplicate category names",
            truth(IMAGES, ANNOTATIONS, "[{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"a\"}]"),
            RESULTS,
            PERFECT),
        accepted(
            "unicode category name",
            truth(IMAGES, ANNOTATIONS, "[{\"id\":1,\"name\":\"赤血球 \\ud83e\\ude78\"}]"),
            RESULTS,
            PERFECT),
        accepted(
            "category without name", truth(IMAGES, ANNOTATIONS, "[{\"id\":1}]"), RESULTS, PERFECT));
  }

  private static Stream<Row> references() {
    return Stream.of(
        refused(
            "annotation of unknown image",
            but("\"image_id\":1", "\"image_id\":3"),
            RESULTS,
            "annotations[0]",
            "image id 3 is not in the list"),
        refused(
            "annotation of unknown category",
            but("\"category_id\":1", "\"category_id\":3"),
            RESULTS,
            "annotations[0]",
            "category id 3 is not in the list"),
        refused(
            "detection in unknown image",
            truth(ANNOTATIONS),
            resultsBut("\"image_id\":1", "\"image_id\":3"),
            "results[0]",
            "image id 3"),
        refused(
            "detection of unknown category",
            truth(ANNOTATIONS),
            resultsBut("\"category_id\":1", "\"category_id\":3"),
            "results[0]",
            "category id 3"));
  }

  private static Stream<Row> boxes() {
    String box = "[10,10,40,40]";
    return Stream.of(
        refused("box null", but(box, "null"), "[]", "annotations[0]", "bbox is null"),
        refused("box missing", but("\"bbox\":" + box + ",", ""), "[]", "\"bbox\" is missing"),
        refused("box of 3 numbers", but(box, "[1,2,3]"), "[]", "bbox has 3 numbers"),
        refused("box of 5 numbers", but(box, "[1,2,3,4,5]"), "[]", "bbox has 5 numbers"),
        refused("box of texts", but(box, "[\"1\",2,3,4]"), "[]", "bbox[0] is the text \"1\""),
        refused("box with NaN", but(box, "[NaN,2,3,4]"), "[]", "not valid JSON"),
        refused(
            "box with negative side",
            but(box, "[10,10,-40,40]"),
            "[]",
            "annotations[0]",
            "negative side"),
        accepted(
            "box of width 0",
            truth(
                ANNOTATIONS.replace(
                    "}]",
                    "},{\"id\":2,\"image_id\":2,\"category_id\":1,\"bbox\":[0,0,0,9],\"area\":0}]")),
            RESULTS,
            HALF),
        accepted(
            "box outside the image",
            truth("[{\"id\":1,\"width\":5,\"height\":5}]", ANNOTATIONS, CATEGORIES),
            RESULTS,
            PERFECT),
        accepted(
            "box bigger than the image",
            but(box, "[-5,-5,1e6,1e6]"),
            resultsBut(box, "[-5,-5,1e6,1e6]"),
            PERFECT),
        accepted(
            "broken numbers on the border",
            but(box, "[600.5,440.25,39.5,39.75]"),
            resultsBut(box, "[600.5,440.25,39.5,39.75]"),
            PERFECT));
  }

  /** One of two objects found: 51 of 101 recalls are reached. */
  private static final double HALF = 51 / 101.0;

  private static Stream<Row> areasAndCrowds() {
    String area = "\"area\":1600";
    String crowd = "\"iscrowd\":0";
    return Stream.of(
        accepted("area missing", but(area + ",", ""), RESULTS, PERFECT),
        accepted("area 0", but(area, "\"area\":0"), RESULTS, PERFECT),
        refused("area negative", but(area, "\"area\":-1"), "[]", "annotations[0]", "area is -1"),
        accepted("area unlike the box", but(area, "\"area\":7.5"), RESULTS, PERFECT),
        accepted("iscrowd missing", but("," + crowd, ""), RESULTS, PERFECT),
        accepted("iscrowd true", but(crowd, "\"iscrowd\":true"), RESULTS, NOTHING),
        refused("iscrowd 2", but(crowd, "\"iscrowd\":2"), "[]", "annotations[0]", "iscrowd is 2"),
        accepted(
            "crowd with compressed counts",
            but(crowd, "\"iscrowd\":1,\"segmentation\":{\"counts\":\"RTo3\",\"size\":[9,9]}"),
            RESULTS,
            NOTHING),
        accepted(
            "crowd with listed counts",
            but(crowd, "\"iscrowd\":1,\"segmentation\":{\"counts\":[5,2,74],\"size\":[9,9]}"),
            RESULTS,
            NOTHING),
        accepted(
            "segmentation empty",
            but(crowd, "\"iscrowd\":0,\"segmentation\":[]"),
            RESULTS,
            PERFECT),
        accepted("ignore 1", but(crowd, "\"iscrowd\":0,\"ignore\":1"), RESULTS, PERFECT),
        accepted(
            "nothing but crowds in an image",
            truth(
                ANNOTATIONS.replace(
                    "}]",
                    "},{\"id\":2,\"image_id\":2,\"category_id\":1,\"bbox\":[0,0,90,90],\"iscrowd\":1}]")),
            RESULTS.replace(
                "}]", "},{\"image_id\":2,\"category_id\":1,\"bbox\":[5,5,9,9],\"score\":1}]"),
            PERFECT));
  }

  private static Stream<Row> pictures() {
    String objects =
        IntStream.rangeClosed(1, 600)
            .mapToObj(
                i ->
                    "{\"id\":"
                        + i
                        + ",\"image_id\":1,\"category_id\":1,\"bbox\":["
                        + 50 * i
                        + ",0,40,40]}")
            .toList()
            .toString();
    return Stream.of(
        accepted(
            "image without size",
            truth("[{\"id\":1},{\"id\":2,\"width\":null}]", ANNOTATIONS, CATEGORIES),
            RESULTS,
            PERFECT),
        accepted(
            "image of size 0",
            truth("[{\"id\":1,\"width\":0,\"height\":0}]", ANNOTATIONS, CATEGORIES),
            RESULTS,
            PERFECT),
        accepted(
            "width and height swapped",
            truth("[{\"id\":1,\"width\":20,\"height\":4000}]", ANNOTATIONS, CATEGORIES),
            RESULTS,
            PERFECT),
        refused(
            "width as text",
            truth("[{\"id\":1,\"width\":\"640\"}]", ANNOTATIONS, CATEGORIES),
            "[]",
            "images[0]",
            "width is the text \"640\""),
        accepted("file name absolute", named("/data/a.jpg"), RESULTS, PERFECT),
        accepted("file name with ..", named("../../a.jpg"), RESULTS, PERFECT),
        accepted("file name with backslashes", named("train\\\\a.jpg"), RESULTS, PERFECT),
        accepted("file missing", named("no such file.jpg"), RESULTS, PERFECT),
        accepted("file name in other case", named("A.JPG"), RESULTS, PERFECT),
        accepted("file name is a URL", named("https://example.org/a.jpg"), RESULTS, PERFECT),
        refused(
            "file name not text",
            truth("[{\"id\":1,\"file_name\":7}]", ANNOTATIONS, CATEGORIES),
            "[]",
            "images[0]",
            "file_name is 7"),
        accepted(
            "same image under two ids",
            truth(
                "[{\"id\":1,\"file_name\":\"a.jpg\"},{\"id\":2,\"file_name\":\"a.jpg\"}]",
                ANNOTATIONS,
                CATEGORIES),
            RESULTS,
            PERFECT),
        accepted(
            "false positive in an image without annotations",
            truth(ANNOTATIONS),
            RESULTS.replace(
                "}]", "},{\"image_id\":2,\"category_id\":1,\"bbox\":[5,5,9,9],\"score\":1}]"),
            0.5),
        accepted(
            "more objects than proposals",
            truth(objects),
            resultsBut("[10,10,40,40]", "[50,0,40,40]"),
            1 / 101.0),
        accepted("nothing annotated at all", truth("[]"), "[]", NOTHING));
  }

  private static String named(String fileName) {
    return truth("[{\"id\":1,\"file_name\":\"" + fileName + "\"}]", ANNOTATIONS, CATEGORIES);
  }

  private static Stream<Row> results() {
    String good = truth(ANNOTATIONS);
    String score = "\"score\":0.9";
    return Stream.of(
        refused(
            "results not a list",
            good,
            "{\"annotations\":[]}",
            "results is an object, expected a list"),
        refused("result not an object", good, "[7]", "results[0]", "the element is 7"),
        accepted("no results", good, "[]", 0),
        refused(
            "score missing",
            good,
            resultsBut("," + score, ""),
            "results[0]",
            "\"score\" is missing"),
        refused("score NaN", good, resultsBut(score, "\"score\":NaN"), "line 1", "not valid JSON"),
        refused(
            "score infinite",
            good,
            resultsBut(score, "\"score\":1e999"),
            "results[0]",
            "score is 1e999"),
        refused("score as text", good, resultsBut(score, "\"score\":\"0.9\""), "score is the text"),
        refused(
            "results of masks only",
            good,
            "[{\"image_id\":1,\"category_id\":1,\"segmentation\":{},\"score\":1}]",
            "\"bbox\" is missing"),
        accepted(
            "category ids whole and float",
            truth(
                ANNOTATIONS.replace(
                    "}]", "},{\"id\":2,\"image_id\":2,\"category_id\":1.0,\"bbox\":[5,5,9,9]}]")),
            RESULTS.replace(
                "}]", "},{\"image_id\":2.0,\"category_id\":1.0,\"bbox\":[5,5,9,9],\"score\":1}]"),
            PERFECT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void strangeFile_isRefusedOrAcceptedAsDocumented(Row row) throws IOException {
    Path annotations =
        Files.writeString(folder.resolve("annotations.json"), row.annotations, row.charset);
    Path results = Files.writeString(folder.resolve("results.json"), row.results, row.charset);

    if (row.complaint.isEmpty()) {
      assertThat(ap50(annotations, results)).isCloseTo(row.ap50, offset(1e-12));
    } else {
      assertThatThrownBy(() -> ap50(annotations, results))
          .isInstanceOf(DatasetException.class)
          .hasMessageContainingAll(row.complaint.toArray(String[]::new))
          .hasMessageContaining(folder.toString())
          .message()
          .doesNotContain("\n", "JsonReadFeature")
          .hasSizeLessThan(600);
    }
  }

  private static double ap50(Path annotations, Path results) {
    return CocoEvaluator.evaluate(annotations, results, CocoSettings.defaults())
        .figure(CocoFigure.AP50);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void strangeFile_standsInTheDocumentation(Row row) throws IOException {
    Path documentation =
        Path.of(System.getProperty("sparsercnn.root")).resolve("docs/evaluation.md");

    assertThat(Files.readString(documentation))
        .contains("| " + row.name + (row.complaint.isEmpty() ? " | accepted |" : " | refused |"));
  }

  @Test
  void aMillionDetectionsInOneImage_areAccepted() {
    CocoGroundTruth truth =
        CocoGroundTruth.builder("one image")
            .image(1, "", 0, 0)
            .category(1, "cell")
            .annotation(CocoAnnotation.of(1, 1, 1, 10, 10, 40, 40))
            .build();
    CocoResults.Builder results = CocoResults.builder("a million");
    for (int i = 0; i < 1_000_000; i++) {
      results.add(1, 1, 10, 10, 40, 40, i);
    }

    CocoReport report = CocoEvaluator.evaluate(truth, results.build());

    assertThat(report.figure(CocoFigure.AP50)).isCloseTo(PERFECT, offset(1e-12));
  }

  @Test
  void missingFile_isNamed() {
    assertThatThrownBy(() -> CocoGroundTruth.read(folder.resolve("nowhere.json")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("nowhere.json", "no such file");
  }
}
