package io.github.sparsercnn.core.dataset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import io.github.sparsercnn.core.dataset.format.CocoDataset;
import io.github.sparsercnn.core.dataset.format.ExistingFiles;
import io.github.sparsercnn.core.dataset.format.WrittenDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetConversionTest {
  @TempDir Path folder;
  private LabeledPicture picture;

  @BeforeEach
  void paint() {
    picture =
        PaintedPictures.labeled(folder.resolve("in"), 1, 20, 10, LabeledBox.of(0, 1, 1, 4, 4));
  }

  private static Dataset dataset(LabeledPicture... pictures) {
    return new Dataset("things", Categories.of(List.of("person")), List.of(pictures));
  }

  private static DatasetConversion toCoco(boolean copy, ExistingFiles existing) {
    return new DatasetConversion(DatasetFormat.COCO, copy, existing);
  }

  @Test
  void pictures_stayUnlessCopiesAreAskedFor() {
    Path json = folder.resolve("out/labels.json");
    Map<String, Dataset> parts = Map.of("train", dataset(picture));
    assertThat(toCoco(false, ExistingFiles.KEEP).write(parts, json))
        .isEqualTo(new WrittenDataset(1, 1, 0, 0));
    assertThat(folder.resolve("out/images")).doesNotExist();
    toCoco(true, ExistingFiles.REPLACE).write(parts, json);
    Dataset copied = CocoDataset.read(json, folder.resolve("out/images"));
    assertThat(copied.pictures().get(0).file()).hasSameBinaryContentAs(picture.file());
  }

  @Test
  void names_keepTheirFoldersUnlessTheyLeadElsewhere() {
    LabeledPicture inner =
        new LabeledPicture(1, picture.file(), "in/picture1.png", picture.size(), List.of());
    LabeledPicture absolute =
        new LabeledPicture(2, picture.file(), picture.file().toString(), picture.size(), List.of());
    Path json = folder.resolve("out/labels.json");
    toCoco(true, ExistingFiles.KEEP).write(Map.of("all", dataset(inner, absolute)), json);
    assertThat(CocoDataset.read(json, folder.resolve("out/images")).pictures())
        .extracting(LabeledPicture::fileName)
        .containsExactly("in/picture1.png", "picture1.png");
    assertThat(folder.resolve("out/images/in/picture1.png")).exists();
  }

  @Test
  void picturesAlreadyInPlace_areNotCopiedOntoThemselves() {
    Path json = folder.resolve("labels.json");
    LabeledPicture there =
        PaintedPictures.labeled(folder.resolve("images"), 3, 8, 8, LabeledBox.of(0, 1, 1, 4, 4));
    toCoco(true, ExistingFiles.KEEP).write(Map.of("all", dataset(there)), json);
    assertThat(CocoDataset.read(json, folder.resolve("images")).missingPictures()).isEmpty();
  }

  @Test
  void existingFiles_areLeftAlone() throws IOException {
    Map<String, Dataset> parts = Map.of("train", dataset(picture));
    Path json = Files.writeString(folder.resolve("labels.json"), "precious");
    assertThatThrownBy(() -> toCoco(true, ExistingFiles.KEEP).write(parts, json))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            json + ": is there already; choose another name, or overwrite it (--overwrite)");
    assertThat(json).hasContent("precious");
    assertThat(folder.resolve("images")).doesNotExist();

    Files.createDirectories(folder.resolve("out/images"));
    Path image = Files.writeString(folder.resolve("out/images/picture1.png"), "precious");
    Path other = folder.resolve("out/labels.json");
    assertThatThrownBy(() -> toCoco(true, ExistingFiles.KEEP).write(parts, other))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(image + ": is there already");
    assertThat(other).doesNotExist();
    for (DatasetFormat format : List.of(DatasetFormat.VOC, DatasetFormat.YOLO)) {
      DatasetConversion conversion = new DatasetConversion(format, false, ExistingFiles.KEEP);
      assertThatThrownBy(() -> conversion.write(parts, folder.resolve("out")))
          .hasMessageEndingWith("name a new one, or overwrite its files (--overwrite)");
      new DatasetConversion(format, false, ExistingFiles.REPLACE)
          .write(parts, folder.resolve("out"));
    }
  }

  @Test
  void picturesOfOneName_areRefused() {
    LabeledPicture twin =
        new LabeledPicture(
            2,
            PaintedPictures.write(folder.resolve("other/picture1.png"), 20, 10, 9),
            "picture1.png",
            picture.size(),
            List.of());
    assertThatThrownBy(
            () ->
                toCoco(true, ExistingFiles.KEEP)
                    .write(Map.of("all", dataset(picture, twin)), folder.resolve("o.json")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("would both be copied to")
        .hasMessageEndingWith("their names must differ");
  }

  @Test
  void oneFile_holdsOnePart() {
    Map<String, Dataset> parts = Map.of("train", dataset(picture), "val", dataset(picture));
    Path json = folder.resolve("labels.json");
    assertThatThrownBy(() -> toCoco(false, ExistingFiles.KEEP).write(parts, json))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(json + ": is one file, but there are the parts ")
        .hasMessageEndingWith("; name a folder, or choose a part");
  }
}
