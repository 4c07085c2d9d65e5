package io.github.sparsercnn.core.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pascal VOC, YOLO and CrowdHuman, as others write them. */
class FolderFormatsTest {
  @TempDir Path folder;

  private static String voc(String box) {
    return "<annotation><filename>elsewhere/x.jpg</filename><object><name>cat</name><part>"
        + "<name>head</name><bndbox><xmin>7</xmin><ymin>7</ymin><xmax>8</xmax><ymax>8</ymax>"
        + "</bndbox></part><bndbox>"
        + box
        + "</bndbox></object></annotation>";
  }

  private static final String VOC_BOX =
      "<xmin>1</xmin><ymin>2</ymin><xmax>8</xmax><ymax>6.5</ymax>";

  @Test
  void voc_isReadSideBySideWithoutSizes() {
    PaintedPictures.write(folder.resolve("a.png"), 8, 7, 0);
    text("a.xml", voc(VOC_BOX));
    Dataset dataset = VocDataset.read(folder, null);
    assertThat(dataset.pictures().get(0).boxes()).containsExactly(LabeledBox.of(0, 0, 1, 8, 6.5));
    assertThat(dataset.pictures().get(0).size()).hasToString("8x7");
    assertThat(dataset.categories().labels()).containsExactly("cat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<annotation><object></annotation>|a.xml, line 1: not a usable XML file",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><annotation/>|DOCTYPE",
        "<other/>|the root is <other>, expected <annotation>",
        "<annotation><object><name>a</name></object></annotation>|object 1: <bndbox> is missing",
        "<annotation><object></object></annotation>|object 1: <name> is missing",
        "<annotation><size><width>x</width></size></annotation>|<width> is 'x', expected a number"
      })
  void unusableVocFile_isNamed(String xml, String complaint) {
    text("a.xml", xml);
    assertThatThrownBy(() -> VocDataset.read(folder, null))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a.xml")
        .hasMessageContaining(complaint);
  }

  @Test
  void vocBoxTurnedInsideOut_isNamed() {
    text("a.xml", voc(VOC_BOX.replace("<xmax>8", "<xmax>-3")));
    assertThatThrownBy(() -> VocDataset.read(folder, null))
        .hasMessageContaining("a.xml, object 1: the box is [0.0, 1.0, -3.0, 6.5]");
  }

  @Test
  void vocSplit_thatNamesAMissingFileIsRefused() {
    text("Annotations/a.xml", voc(VOC_BOX));
    text("ImageSets/Main/train.txt", "b\n");
    assertThatThrownBy(() -> VocDataset.read(folder, "train"))
        .hasMessageContaining("b.xml: no such file, though ")
        .hasMessageContaining("train.txt names it");
    assertThatThrownBy(() -> VocDataset.read(folder, "val"))
        .hasMessageContaining("val.txt: no such file; check the name of the split");
  }

  @Test
  void yolo_isReadFromYamlWithGapsOutlinesAndForgivenPaths() {
    PaintedPictures.write(folder.resolve("train/images/a.png"), 20, 10, 0);
    PaintedPictures.write(folder.resolve("train/images/b.png"), 20, 10, 1);
    text("train/labels/a.txt", "7 0.5 0.5 0.5 1\n\n3 0 0 0.5 0.1 0.2 0.4\n");
    text("data.yaml", "train: ../train/images\nnames: {7: seven, 3: three}\n");
    Dataset dataset = YoloDataset.read(folder, "train");
    assertThat(dataset.categories().labels()).containsExactly("three", "seven");
    assertThat(dataset.categories().datasetId(0)).isEqualTo(3);
    assertThat(dataset.pictures().stream().map(LabeledPicture::fileName))
        .containsExactly("train/images/a.png", "train/images/b.png");
    assertThat(dataset.pictures().get(0).boxes())
        .containsExactly(LabeledBox.of(1, 5, 0, 15, 10), LabeledBox.of(0, 0, 0, 10, 4));
    assertThat(dataset.pictures().get(1).boxes()).isEmpty();
    assertThatThrownBy(() -> YoloDataset.read(folder, "val"))
        .hasMessageEndingWith("data.yaml: the key 'val' is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.txt", "labels/x.txt"})
  void yolo_isReadFromAListOfClasses(String labels) {
    PaintedPictures.write(folder.resolve("x.png"), 20, 10, 0);
    text(labels, "1 0.5 0.5 0.5 1\n");
    text("classes.txt", "one\ntwo\n");
    Dataset dataset = YoloDataset.read(folder, "train");
    assertThat(dataset.pictures().get(0).boxes()).containsExactly(LabeledBox.of(1, 5, 0, 15, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0.5 0.5 0.5|4 fields, expected 5",
        "0 0.5 0.5 0.5 0.5 0.9|6 fields, expected 5",
        "0 320 240 100 100|320 is no fraction of the picture",
        "0 0.5 0.5 NaN 0.5|NaN is no fraction",
        "0 0.5 0.5 -0.005 0.5|the size is -0.005 0.5",
        "0.5 0.5 0.5 0.5 0.5|0.5 is no class number",
        "4 0.5 0.5 0.5 0.5|category id 4 is not in the list",
        "cat 0.5 0.5 0.5 0.5|'cat' is no number"
      })
  void unusableYoloLine_isNamed(String line, String complaint) {
    PaintedPictures.write(folder.resolve("x.png"), 20, 10, 0);
    text("x.txt", "0 0.5 0.5 0.5 0.5\n" + line + "\n");
    text("classes.txt", "one\n");
    assertThatThrownBy(() -> YoloDataset.read(folder, "train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("x.txt, line 2: ")
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "names: [a|line 2: not valid YAML",
        "- a|expected the keys names, train and val",
        "train: images|names is null",
        "train: nowhere\\nnames: [a]|nowhere does not exist"
      })
  void unusableYaml_isNamed(String yaml, String complaint) throws IOException {
    Files.createDirectories(folder.resolve("images"));
    text("data.yaml", yaml.replace("\\n", "\n") + "\n");
    assertThatThrownBy(() -> YoloDataset.read(folder.resolve("data.yaml"), "train"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("data.yaml")
        .hasMessageContaining(complaint);
  }

  @Test
  void odgt_isReadWithIgnoredPeopleAndMasksAsCrowds() {
    text(
        "train.odgt",
        """
        {"ID": "a,1", "width": 50, "height": 40, "gtboxes": [\
        {"tag": "person", "fbox": [1, 2, 3, 4], "extra": {"box_id": 0}},\
        {"tag": "person", "fbox": [-5, 2, 30, 4], "extra": {"ignore": 1}},\
        {"tag": "mask", "fbox": [1, 2, 3, 4]}]}
        """);
    Dataset dataset = OdgtDataset.read(folder.resolve("train.odgt"), folder);
    assertThat(dataset.categories().labels()).isEqualTo(List.of("person"));
    assertThat(dataset.pictures().get(0).file()).isEqualTo(folder.resolve("a,1.jpg"));
    assertThat(dataset.pictures().get(0).boxes())
        .containsExactly(
            LabeledBox.of(0, 1, 2, 4, 6),
            new LabeledBox(0, -5, 2, 25, 6, true),
            new LabeledBox(0, 1, 2, 4, 6, true));
  }

  @Test
  void unusableOdgtLine_isNamed() {
    text(
        "t.odgt",
        """
        {"ID": "a", "width": 5, "height": 4, "gtboxes": []}
        {"ID": "b", "gtboxes": [{"fbox": [1, 2, -3, 4]}]}
        """);
    assertThatThrownBy(() -> OdgtDataset.read(folder.resolve("t.odgt"), folder))
        .hasMessageContaining("t.odgt, line 2: bbox is [1.0, 2.0, -3.0, 4.0] with a negative side");
  }

  private void text(String name, String text) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
