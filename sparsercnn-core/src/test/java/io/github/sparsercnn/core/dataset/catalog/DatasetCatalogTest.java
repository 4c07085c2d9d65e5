package io.github.sparsercnn.core.dataset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import io.github.sparsercnn.core.dataset.format.CocoWriter;
import io.github.sparsercnn.core.dataset.format.OdgtWriter;
import io.github.sparsercnn.core.dataset.format.VocWriter;
import io.github.sparsercnn.core.dataset.format.YoloWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetCatalogTest {
  @TempDir Path folder;

  private Dataset people() {
    return new Dataset(
        "people",
        Categories.of(List.of("person")),
        List.of(
            PaintedPictures.labeled(
                folder.resolve("in"), 1, 10, 10, LabeledBox.of(0, 1, 1, 4, 4))));
  }

  @ParameterizedTest
  @CsvSource({
    "coco_2017_train, coco/annotations/instances_train2017.json, coco/train2017",
    "coco_2017_val, coco/annotations/instances_val2017.json, coco/val2017",
    "coco_2014_minival_100, coco/annotations/instances_minival2014_100.json, coco/val2014",
    "CrowdHuman_val, crowdhuman/annotations/val.json, crowdhuman/CrowdHuman_val"
  })
  void officialDatasets_lieBelowTheRoot(String name, Path labels, Path images) {
    Path root = Path.of("root");
    DatasetCatalog catalog = DatasetCatalog.ofEnvironment(Map.of("DETECTRON2_DATASETS", "root"));
    assertThat(catalog.source(name))
        .isEqualTo(DatasetSource.of(root.resolve(labels), root.resolve(images)));
    assertThat(DatasetCatalog.ofEnvironment(Map.of()).source(name).labels())
        .isEqualTo(Path.of("datasets").resolve(labels));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        "a.json:pics a.json pics",
        "C:\\a.json:D:\\pics C:\\a.json D:\\pics",
        "C:/a.json:pics C:/a.json pics",
        "dir/a.json dir/a.json -",
        "C:/a.json C:/a.json -"
      })
  void definition_isSplitAtTheColonThatIsNoDrive(
      String text, String labels, @Nullable String images) {
    DatasetSource source = DatasetSource.parse(text);
    assertThat(source.labels()).hasToString(labels);
    assertThat(source.images()).isEqualTo(images == null ? null : Path.of(images));
  }

  @Test
  void ownDataset_isRegisteredByName() {
    CocoWriter.write(people(), folder.resolve("labels.json"));
    DatasetCatalog catalog =
        DatasetCatalog.of(folder)
            .with("mine=" + folder.resolve("labels.json") + ":" + folder.resolve("in"));
    assertThat(catalog.names()).contains("mine", "coco_2017_train", "voc_2007_trainval");
    assertThat(catalog.read("mine")).isEqualTo(people().named("mine"));
  }

  @Test
  void everyFormat_isRecognised() {
    Dataset people = people();
    OdgtWriter.write(people, folder.resolve("x.odgt"));
    VocWriter.write(Map.of("train", people), folder.resolve("voc"));
    YoloWriter.write(Map.of("train", people), folder.resolve("yolo"));
    CocoWriter.write(people, folder.resolve("in/x.json"));
    for (String place : List.of("x.odgt:in", "voc", "yolo", "yolo/data.yaml", "in/x.json")) {
      String[] parts = place.split(":", -1);
      Path images = parts.length == 1 ? null : folder.resolve(parts[1]);
      Dataset read = DatasetCatalog.read(new DatasetSource(folder.resolve(parts[0]), images, null));
      assertThat(read.objectCount()).as(place).isEqualTo(1);
    }
  }

  @Test
  void unknownPlaces_areNamed() {
    assertThatThrownBy(() -> DatasetFormat.of(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(folder + ": not a known dataset, expected a COCO .json file, or ");
    assertThatThrownBy(() -> DatasetFormat.of(folder.resolve("gone")))
        .isInstanceOf(DatasetException.class)
        .hasMessage(folder.resolve("gone") + ": no such file or folder");
    assertThatThrownBy(() -> DatasetCatalog.of(folder).read("mine"))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("dataset 'mine' is not registered; known are CrowdHuman_train, ")
        .hasMessageEndingWith("register your own with NAME=JSON:IMAGES");
    assertThatThrownBy(() -> DatasetCatalog.of(folder).with("mine"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("'mine' defines no dataset, expected NAME=JSON:IMAGES");
  }
}
