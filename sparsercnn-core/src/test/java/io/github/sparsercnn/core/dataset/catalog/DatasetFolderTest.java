package io.github.sparsercnn.core.dataset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import io.github.sparsercnn.core.dataset.TrainingAndValidation;
import io.github.sparsercnn.core.dataset.format.CocoWriter;
import io.github.sparsercnn.core.dataset.format.ExistingFiles;
import io.github.sparsercnn.core.dataset.format.OdgtWriter;
import io.github.sparsercnn.core.dataset.format.VocWriter;
import io.github.sparsercnn.core.dataset.format.YoloWriter;
import io.github.sparsercnn.core.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFolderTest {
  @TempDir Path folder;

  /** Pictures with one person each, in a folder of their own. */
  private static Dataset people(Path pictures, int first, int count) {
    List<LabeledPicture> labeled = new ArrayList<>();
    for (int id = first; id < first + count; id++) {
      labeled.add(PaintedPictures.labeled(pictures, id, 10, 10, LabeledBox.of(0, 1, 1, 4, 4)));
    }
    return new Dataset("people", Categories.of(List.of("person")), labeled);
  }

  private static Map<String, Dataset> parts(Path pictures, String... names) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    for (String name : names) {
      parts.put(name, people(pictures, 1 + 10 * parts.size(), 3 - parts.size()));
    }
    return parts;
  }

  private static void assertReads(DatasetFolder found, int training, int validation) {
    assertThat(DatasetCatalog.read(found.training()).objectCount()).isEqualTo(training);
    if (validation == 0) {
      assertThat(found.validation()).isEmpty();
    } else {
      assertThat(DatasetCatalog.read(found.validation().orElseThrow()).objectCount())
          .isEqualTo(validation);
    }
  }

  @Test
  void folderOfEachPart_withOneJsonEach() {
    for (String part : List.of("train", "valid", "test")) {
      Path here = folder.resolve(part);
      CocoWriter.write(
          people(here, 1, part.equals("train") ? 4 : 2), here.resolve("_annotations.coco.json"));
    }
    DatasetFolder found = DatasetFolder.of(folder);
    assertThat(found.format()).isEqualTo(DatasetFormat.COCO);
    assertReads(found, 4, 2);
    assertThat(found.test()).isPresent();
    assertThat(found.description())
        .isEqualTo(
            folder
                + " is a COCO dataset: train on train/_annotations.coco.json, validate on"
                + " valid/_annotations.coco.json, test with test/_annotations.coco.json, pictures"
                + " in train and valid and test");
  }

  @Test
  void folderOfEachPart_withXmlBesidePictures() throws IOException {
    for (String part : List.of("train", "valid")) {
      Path out = folder.resolve("out-" + part);
      VocWriter.write(Map.of("all", people(folder.resolve("in"), 1, 2)), out);
      Path here = Files.createDirectories(folder.resolve("set").resolve(part));
      for (String from : List.of("Annotations", "JPEGImages")) {
        try (var files = Files.list(out.resolve(from))) {
          for (Path file : files.toList()) {
            Files.move(file, here.resolve(file.getFileName()));
          }
        }
      }
    }
    DatasetFolder found = DatasetFolder.of(folder.resolve("set"));
    assertThat(found.format()).isEqualTo(DatasetFormat.VOC);
    assertReads(found, 2, 2);
  }

  @Test
  void filesOfParts_findTheirPicturesByContents() throws IOException {
    Path pictures = folder.resolve("some/where");
    CocoWriter.write(people(pictures, 1, 3), folder.resolve("train.json"));
    CocoWriter.write(people(pictures, 5, 1), folder.resolve("val.json"));
    CocoWriter.write(people(pictures, 1, 2), folder.resolve("everything.json"));
    Files.writeString(folder.resolve("notes.json"), "{\"by\": \"me\"}");
    DatasetFolder found = DatasetFolder.of(folder);
    assertReads(found, 3, 1);
    assertThat(found.training().images()).isEqualTo(pictures);
    assertThat(found.description())
        .endsWith(
            "train on train.json, validate on val.json, pictures in some/where, not used:"
                + " everything.json");
  }

  @Test
  void layoutOfCoco_takesInstancesAndTheFoldersOfTheParts() throws IOException {
    Path annotations = folder.resolve("annotations");
    for (String part : List.of("train2017", "val2017")) {
      CocoWriter.write(
          people(folder.resolve(part), 1, 2), annotations.resolve("instances_" + part + ".json"));
      Files.writeString(annotations.resolve("captions_" + part + ".json"), "[broken");
    }
    DatasetFolder found = DatasetFolder.of(folder);
    assertThat(found.training().images()).isEqualTo(folder.resolve("train2017"));
    assertThat(found.validation().orElseThrow().images()).isEqualTo(folder.resolve("val2017"));
    assertThat(PictureSearch.near(annotations.resolve("instances_val2017.json")))
        .contains(folder.resolve("val2017").toAbsolutePath());
  }

  @Test
  void oneFile_isTrainedOnWithATenthHeldOut() {
    CocoWriter.write(people(folder.resolve("images"), 1, 20), folder.resolve("labels.json"));
    for (Path path : List.of(folder, folder.resolve("labels.json"))) {
      DatasetFolder found = DatasetFolder.of(path);
      assertThat(found.parts()).containsOnlyKeys(DatasetPart.TRAIN);
      assertThat(found.description())
          .isEqualTo(
              path
                  + " is a COCO dataset: train on labels.json, nothing to validate on, pictures in"
                  + " images");
      TrainingAndValidation data = found.read(7);
      assertThat(data.heldOut()).isTrue();
      assertThat(data.training().size()).isEqualTo(18);
      assertThat(data.validation().size()).isEqualTo(2);
      assertThat(found.read(7)).isEqualTo(data);
    }
  }

  @Test
  void crowdHuman_hasFilesOfParts() {
    Path pictures = folder.resolve("Images");
    OdgtWriter.write(people(pictures, 1, 3), folder.resolve("annotation_train.odgt"));
    OdgtWriter.write(people(pictures, 5, 2), folder.resolve("annotation_val.odgt"));
    DatasetFolder found = DatasetFolder.of(folder);
    assertThat(found.format()).isEqualTo(DatasetFormat.ODGT);
    assertReads(found, 3, 2);
    assertThat(DatasetCatalog.read(found.training()).missingPictures()).isEmpty();
  }

  @Test
  void yoloFolder_hasTheKeysOfItsYaml() {
    YoloWriter.write(parts(folder.resolve("in"), "train", "val", "test"), folder.resolve("set"));
    for (Path path : List.of(folder.resolve("set"), folder.resolve("set/data.yaml"))) {
      DatasetFolder found = DatasetFolder.of(path);
      assertThat(found.format()).isEqualTo(DatasetFormat.YOLO);
      assertReads(found, 3, 2);
      assertThat(found.test()).isPresent();
      assertThat(found.description())
          .contains("train on the part train", "validate on the part val");
    }
  }

  @Test
  void yoloFolderWithAListOfClasses_hasTheFoldersOfItsParts() throws IOException {
    YoloWriter.write(parts(folder.resolve("in"), "train", "valid"), folder.resolve("set"));
    Files.delete(folder.resolve("set/data.yaml"));
    Files.writeString(folder.resolve("set/labels/classes.txt"), "person\n");
    assertReads(DatasetFolder.of(folder.resolve("set")), 3, 2);

    YoloWriter.write(parts(folder.resolve("in"), "."), folder.resolve("flat"));
    Files.delete(folder.resolve("flat/data.yaml"));
    Files.writeString(folder.resolve("flat/classes.txt"), "person\n");
    assertReads(DatasetFolder.of(folder.resolve("flat")), 3, 0);
  }

  @Test
  void vocFolder_hasItsLists() throws IOException {
    Path set = folder.resolve("set");
    VocWriter.write(parts(folder.resolve("in"), "train", "val"), set);
    Files.writeString(set.resolve("ImageSets/Main/person_train.txt"), "picture1 1\n");
    assertReads(DatasetFolder.of(set), 3, 2);

    Files.move(set.resolve("ImageSets/Main/train.txt"), set.resolve("ImageSets/Main/trainval.txt"));
    DatasetFolder trainval = DatasetFolder.of(set);
    assertThat(trainval.training().split()).isEqualTo("trainval");
    assertReads(trainval, 3, 0);
  }

  @Test
  void vocFolder_mayHaveSmallLettersAndNoLists() throws IOException {
    Path set = folder.resolve("set");
    VocWriter.write(parts(folder.resolve("in"), "train"), set);
    Files.delete(set.resolve("ImageSets/Main/train.txt"));
    Files.move(set.resolve("Annotations"), set.resolve("annotations"));
    Files.move(set.resolve("JPEGImages"), set.resolve("images"));
    DatasetFolder found = DatasetFolder.of(set);
    assertThat(found.training()).isEqualTo(new DatasetSource(set, null, null));
    assertReads(found, 3, 0);
  }

  @Test
  void wrappingFolder_isLookedThrough() {
    VocWriter.write(parts(folder.resolve("in"), "train"), folder.resolve("zip/inner/VOC"));
    assertThat(DatasetFolder.of(folder.resolve("zip")).path())
        .isEqualTo(folder.resolve("zip/inner/VOC"));
  }

  @Test
  void folderWithoutDataset_saysWhatThereIsAndWhatIsExpected() throws IOException {
    assertThatThrownBy(() -> DatasetFolder.of(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(folder + ": no dataset found; it holds nothing; expected a .json");
    people(folder.resolve("pictures"), 1, 1);
    Files.createDirectory(folder.resolve("other"));
    Files.writeString(folder.resolve("results.json"), "[]");
    assertThatThrownBy(() -> DatasetFolder.of(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("it holds other/, pictures/, results.json; expected")
        .hasMessageContaining("data.yaml");
  }

  @Test
  void severalDatasets_areNamed() {
    Path set = folder.resolve("set");
    VocWriter.write(parts(folder.resolve("in"), "train"), set);
    CocoWriter.write(people(set.resolve("JPEGImages"), 1, 3), set.resolve("train.json"));
    assertThatThrownBy(() -> DatasetFolder.of(set))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(
            set + ": more than one dataset: " + set + " is a Pascal VOC dataset")
        .hasMessageContaining("is a COCO dataset: train on train.json")
        .hasMessageEndingWith("name the file or folder that is meant");
  }

  @Test
  void severalFiles_areNamed() {
    CocoWriter.write(people(folder.resolve("images"), 1, 3), folder.resolve("a.json"));
    CocoWriter.write(people(folder.resolve("images"), 1, 3), folder.resolve("b.json"));
    assertThatThrownBy(() -> DatasetFolder.of(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            folder
                + ": it is not clear which of a.json, b.json is meant; name that file itself, or"
                + " call the parts train.json and val.json");
  }

  @Test
  void nothingToTrainOn_isSaid() throws IOException {
    CocoWriter.write(people(folder.resolve("images"), 1, 3), folder.resolve("val.json"));
    assertThatThrownBy(() -> DatasetFolder.of(folder))
        .hasMessageStartingWith(folder + ": holds val.json, but nothing to train on");

    YoloWriter.write(parts(folder.resolve("in"), "val"), folder.resolve("yolo"));
    assertThatThrownBy(() -> DatasetFolder.of(folder.resolve("yolo")))
        .hasMessageContaining("a YOLO dataset with the parts val, but nothing to train on");

    VocWriter.write(parts(folder.resolve("in"), "test"), folder.resolve("voc"));
    assertThatThrownBy(() -> DatasetFolder.of(folder.resolve("voc")))
        .hasMessageContaining("has the lists test, but none to train on");

    Files.writeString(folder.resolve("train.json"), "{\"images\": [");
    assertThatThrownBy(() -> DatasetFolder.of(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("train.json")
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void missingPictures_areSaid() throws IOException {
    Dataset people = people(folder.resolve("images"), 1, 1);
    Path json = folder.resolve("set/train.json");
    CocoWriter.write(people, json);
    assertThatThrownBy(() -> DatasetFolder.of(folder.resolve("set")))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(json + ": no folder in " + folder.resolve("set"))
        .hasMessageContaining("such as picture1.png");
    assertThatThrownBy(() -> DatasetFolder.of(json))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            json + ": its pictures are not near it; say where they are with train.json:FOLDER");
    Files.createDirectories(folder.resolve("set/a"));
    Files.createDirectories(folder.resolve("set/b"));
    for (String copy : List.of("set/a/picture1.png", "set/b/picture1.png")) {
      Files.copy(people.pictures().get(0).file(), folder.resolve(copy));
    }
    assertThatThrownBy(() -> DatasetFolder.of(folder.resolve("set")))
        .hasMessageStartingWith(json + ": pictures of these names are in ")
        .hasMessageEndingWith("say which with train.json:FOLDER");
  }

  @Test
  void conversion_givesFoldersThatAreFound() {
    Map<String, Dataset> parts = parts(folder.resolve("in"), "train", "val");
    for (DatasetFormat format : DatasetFormat.values()) {
      Path out = folder.resolve("out-" + format.label());
      new DatasetConversion(format, true, ExistingFiles.KEEP).write(parts, out);
      DatasetFolder found = DatasetFolder.of(out);
      assertThat(found.format()).isEqualTo(format);
      assertReads(found, 3, 2);
      assertThat(DatasetCatalog.read(found.training()).missingPictures()).isEmpty();
    }
  }

  @Test
  void bloodCells_areFoundAsCocoAndAsVoc() {
    Path bccd = SharedData.require("data/bccd");
    DatasetFolder coco = DatasetFolder.of(bccd);
    assertThat(coco.format()).isEqualTo(DatasetFormat.COCO);
    assertThat(coco.training().images()).isEqualTo(bccd.resolve("BCCD/JPEGImages"));
    DatasetFolder voc = DatasetFolder.of(bccd.resolve("BCCD"));
    assertThat(voc.format()).isEqualTo(DatasetFormat.VOC);
    assertThat(voc.parts()).containsOnlyKeys(DatasetPart.values());
  }
}
