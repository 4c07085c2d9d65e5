package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.catalog.DatasetCatalog;
import io.github.sparsercnn.core.dataset.catalog.DatasetFolder;
import io.github.sparsercnn.core.dataset.catalog.DatasetFormat;
import io.github.sparsercnn.core.dataset.format.CocoDataset;
import io.github.sparsercnn.core.dataset.format.CocoWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetCommandTest {
  private static final Categories PEOPLE = Categories.of(List.of("person"));

  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());
  private Path json;

  @BeforeEach
  void makeDataset() throws IOException {
    Path images = Files.createDirectories(folder.resolve("set/images"));
    List<LabeledPicture> pictures = new ArrayList<>();
    for (int id = 1; id <= 10; id++) {
      Path file = images.resolve("p" + id + ".png");
      ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
      List<LabeledBox> boxes =
          IntStream.range(0, id).mapToObj(i -> LabeledBox.of(0, i, 1, i + 9, 11)).toList();
      pictures.add(new LabeledPicture(id, file, "p" + id + ".png", new ImageSize(30, 20), boxes));
    }
    json = folder.resolve("set/labels.json");
    CocoWriter.write(new Dataset("people", PEOPLE, pictures), json);
  }

  private int dataset(Object... words) {
    List<String> args = new ArrayList<>(List.of("dataset"));
    for (Object word : words) {
      args.add(word.toString());
    }
    return cli.run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"coco, COCO", "voc, VOC", "yolo, YOLO", "odgt, ODGT"})
  void convert_writesEveryFormat(String format, DatasetFormat expected) {
    Path out = folder.resolve("out");

    assertThat(
            dataset("convert", json.resolveSibling(""), out, "--format", format, "--copy-images"))
        .as(cli.err())
        .isZero();

    DatasetFolder found = DatasetFolder.of(out);
    assertThat(found.format()).isEqualTo(expected);
    assertThat(DatasetCatalog.read(found.training()).objectCount()).isEqualTo(55);
    assertThat(cli.out()).startsWith(out + ": train, 10 pictures, 55 boxes").hasLineCount(1);
  }

  @Test
  void convert_leavesPicturesWhereTheyAreUnlessAsked() {
    Path out = folder.resolve("out/labels.json");

    assertThat(dataset("convert", json, out, "--format", "coco")).as(cli.err()).isZero();

    assertThat(cli.out()).contains("pictures stay in " + folder.resolve("set/images"));
    assertThat(folder.resolve("out/images")).doesNotExist();
    assertThat(CocoDataset.read(out, folder.resolve("set/images")).missingPictures()).isEmpty();
  }

  @Test
  void convert_replacesNothingUnlessAsked() throws IOException {
    Path out = Files.writeString(folder.resolve("precious.json"), "precious");

    assertThat(dataset("convert", json, out, "--format", "coco")).isEqualTo(1);

    assertThat(out).hasContent("precious");
    assertThat(cli.err())
        .hasLineCount(1)
        .startsWith("sparsercnn dataset convert: " + out)
        .contains("--overwrite");
    assertThat(dataset("convert", json, out, "--format", "coco", "--overwrite")).isZero();
    assertThat(CocoDataset.read(out, folder.resolve("set/images")).size()).isEqualTo(10);
  }

  @Test
  void convert_saysWhatTheFormatCannotHold() {
    LabeledPicture picture = CocoDataset.read(json, folder.resolve("set/images")).pictures().get(0);
    LabeledPicture odd =
        new LabeledPicture(
            1,
            picture.file(),
            picture.fileName(),
            picture.size(),
            List.of(
                LabeledBox.of(0, 1, 1, 5, 5),
                LabeledBox.of(0, 90, 90, 95, 95),
                new LabeledBox(0, 1, 1, 9, 9, true)));
    CocoWriter.write(new Dataset("odd", PEOPLE, List.of(odd)), json);

    assertThat(dataset("convert", json, folder.resolve("out"), "--format", "yolo")).isZero();

    assertThat(cli.out())
        .contains("1 pictures, 1 boxes")
        .contains("left out: 1 crowds, which YOLO has no mark for")
        .contains("left out: 1 boxes of which the picture shows nothing");
  }

  @Test
  void split_writesPartsThatTogetherAreTheWhole() {
    assertThat(dataset("split", json, "--fractions", "0.8,0.2", "--seed=5")).as(cli.err()).isZero();

    Path images = folder.resolve("set/images");
    Dataset train = CocoDataset.read(folder.resolve("set/labels_train.json"), images);
    Dataset val = CocoDataset.read(folder.resolve("set/labels_val.json"), images);
    assertThat(train.size()).isEqualTo(8);
    assertThat(val.size()).isEqualTo(2);
    assertThat(train.objectCount() + val.objectCount()).isEqualTo(55);
    assertThat(cli.out()).hasLineCount(3).contains("labels_train.json: 8 pictures, ");
    DatasetFolder found = DatasetFolder.of(folder.resolve("set"));
    assertThat(found.validation()).isPresent();

    assertThat(dataset("split", json, "--fractions", "0.8,0.2")).isEqualTo(1);
    assertThat(cli.err()).hasLineCount(1).contains("labels_train.json: is there already");
  }

  @Test
  void split_isTheSameForASeedAndAnotherForAnother() throws IOException {
    List<String> files = new ArrayList<>();
    for (String seed : List.of("5", "5", "6")) {
      Path out = folder.resolve("out" + files.size());
      assertThat(
              dataset(
                  "split",
                  json,
                  "--fractions=0.5,0.3",
                  "--names=a,b",
                  "--seed",
                  seed,
                  "--output",
                  out))
          .as(cli.err())
          .isZero();
      files.add(Files.readString(out.resolve("a.json")) + Files.readString(out.resolve("b.json")));
    }
    assertThat(files.get(0)).isEqualTo(files.get(1)).isNotEqualTo(files.get(2));
  }

  @Test
  void split_wantsOnePart() {
    dataset("split", json, "--fractions", "0.8,0.2");

    assertThat(dataset("split", folder.resolve("set"), "--fractions", "0.5,0.5")).isEqualTo(1);

    assertThat(cli.err()).contains("has the parts train, val; choose one with --split");
    assertThat(
            dataset(
                "split",
                folder.resolve("set"),
                "--split=val",
                "--fractions=0.5,0.5",
                "--output",
                folder.resolve("out")))
        .isZero();
    assertThat(folder.resolve("out/train.json")).exists();
  }

  @Test
  void info_saysWhatIsThereAndWhatHurts() throws IOException {
    Files.delete(folder.resolve("set/images/p3.png"));

    assertThat(dataset("info", folder.resolve("set"), "--proposals=9")).as(cli.err()).isZero();

    assertThat(cli.out().lines())
        .contains(
            folder.resolve("set")
                + " is a COCO dataset: train on labels.json, nothing to validate on, pictures in"
                + " images",
            "  pictures           10, 1 not on the disk",
            "  boxes              55",
            "  sizes              all 30x20",
            "  boxes per picture  1 to 10, median 6, mean 5.5, most in p10.png",
            "  person          1         55         10",
            "  - 1 of 10 pictures are not there, such as " + folder.resolve("set/images/p3.png"),
            "  - p10.png has 10 boxes, but a model with 9 proposals finds at most 9: raise"
                + " MODEL.SparseRCNN.NUM_PROPOSALS or cut the pictures");
  }

  @Test
  void info_isJsonOnDemand() throws IOException {
    Files.delete(folder.resolve("set/images/p3.png"));

    assertThat(dataset("info", json, "--json")).as(cli.err()).isZero();

    JsonNode info = new ObjectMapper().readTree(cli.out());
    assertThat(info.get("path").textValue()).isEqualTo(json.toString());
    JsonNode part = info.at("/parts/0");
    assertThat(part.get("part").textValue()).isEqualTo("train");
    assertThat(part.get("pictures").intValue()).isEqualTo(10);
    assertThat(part.at("/boxes/objects").intValue()).isEqualTo(55);
    assertThat(part.at("/classes/0/name").textValue()).isEqualTo("person");
    assertThat(part.at("/picture/boxes_per_picture/max").doubleValue()).isEqualTo(10);
    assertThat(part.at("/box/smallest/bbox")).hasSize(4);
    assertThat(part.get("missing")).extracting(JsonNode::textValue).containsExactly("p3.png");
    assertThat(part.get("warnings")).hasSize(1);
  }

  @Test
  void place_isAFileWithImages() throws IOException {
    Path moved = Files.createDirectories(folder.resolve("moved"));
    Path labels = Files.move(json, moved.resolve("labels.json"));

    assertThat(dataset("info", labels + ":" + folder.resolve("set/images"))).isZero();
    assertThat(cli.out()).doesNotContain("not on the disk");
    assertThat(dataset("info", labels, "--images", folder.resolve("set/images"))).isZero();
    assertThat(cli.out()).doesNotContain("not on the disk");
    assertThat(dataset("info", labels)).isZero();
    assertThat(cli.out()).contains("10 not on the disk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "look",
        "convert",
        "convert a.json b.json",
        "convert a.json b.json --format tfrecord",
        "split a.json",
        "split a.json --fractions half",
        "split a.json --fractions 0.5,0.5 --names a,a",
        "split a.json --fractions 0.4,0.2,0.2,0.2",
        "info",
        "info a.json --proposals 0"
      })
  void wrongUsage_isOneLineAndExitStatus2(String line) {
    assertThat(dataset(line.isEmpty() ? new Object[0] : (Object[]) line.split(" "))).isEqualTo(2);

    assertThat(cli.err().lines()).hasSize(1).allMatch(text -> text.contains("--help"));
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void impossibleFractions_areWrongUsage() {
    assertThat(dataset("split", json, "--fractions", "0.8,0.3")).isEqualTo(2);
    assertThat(cli.err()).hasLineCount(1).contains("--fractions: ", "at most 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "split --fractions 0.5,0.5"})
  void missingDataset_isOneLineAndExitStatus1(String line) {
    List<Object> words = new ArrayList<>(List.of((Object[]) line.split(" ")));
    words.add(folder.resolve("gone"));

    assertThat(dataset(words.toArray())).isEqualTo(1);

    assertThat(cli.err()).hasLineCount(1).contains("gone: no such file or folder");
  }

  @Test
  void mosaic_laysEnlargedPicturesAndTheirBoxesSideBySide() throws IOException {
    Path out = folder.resolve("large");

    assertThat(dataset("mosaic", json, out, "--grid=2", "--scale=2")).as(cli.err()).isZero();

    assertThat(cli.out()).startsWith(out.resolve("labels.json") + ": 3 pictures, 55 boxes");
    Dataset mosaic = CocoDataset.read(out.resolve("labels.json"), out.resolve("images"));
    assertThat(mosaic.missingPictures()).isEmpty();
    LabeledPicture first = mosaic.pictures().get(0);
    assertThat(first.size()).isEqualTo(new ImageSize(120, 80));
    assertThat(ImageIO.read(first.file().toFile()).getWidth()).isEqualTo(120);
    assertThat(first.boxes()).hasSize(1 + 2 + 3 + 4);
    assertThat(first.boxes().get(0)).isEqualTo(LabeledBox.of(0, 0, 2, 18, 22));
    assertThat(first.boxes().get(2)).isEqualTo(LabeledBox.of(0, 60 + 2, 2, 60 + 20, 22));
    assertThat(first.boxes().get(9)).isEqualTo(LabeledBox.of(0, 60 + 6, 42, 60 + 24, 62));

    assertThat(dataset("mosaic", json, out)).isEqualTo(1);
    assertThat(cli.err()).hasLineCount(1).contains("labels.json: is there already");
  }

  @Test
  void mosaic_showsThePixelsOfItsPictures() throws IOException {
    Path images = folder.resolve("set/images");
    BufferedImage red = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    red.setRGB(29, 19, 0xff8001);
    ImageIO.write(red, "png", images.resolve("p2.png").toFile());
    Path out = folder.resolve("large");

    assertThat(dataset("mosaic", json, out)).as(cli.err()).isZero();

    BufferedImage sheet = ImageIO.read(out.resolve("images/mosaic_000001.png").toFile());
    assertThat(sheet.getRGB(59, 19) & 0xffffff).isEqualTo(0xff8001);
    assertThat(sheet.getRGB(58, 19) & 0xffffff).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--grid=0", "--scale=0", "--scale=17", "--scale=NaN"})
  void mosaic_ofImpossibleSizeIsWrongUsage(String option) {
    assertThat(dataset("mosaic", json, folder.resolve("large"), option)).isEqualTo(2);
    assertThat(cli.err()).hasLineCount(1);
  }
}
