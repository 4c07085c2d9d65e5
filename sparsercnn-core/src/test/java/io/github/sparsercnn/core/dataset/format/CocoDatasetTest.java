package io.github.sparsercnn.core.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
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

class CocoDatasetTest {
  private static final String IMAGES =
      "{'id': 9, 'file_name': 'b.jpg', 'width': 40, 'height': 30},"
          + "{'id': 2, 'file_name': 'sub/a.jpg', 'width': 20, 'height': 10}";
  private static final String ANNOTATIONS =
      "{'id': 5, 'image_id': 9, 'category_id': 90, 'bbox': [1, 2, 3.5, 4]},"
          + "{'id': 6, 'image_id': 9, 'category_id': 1, 'bbox': [0, 0, 0, 4], 'iscrowd': 1},"
          + "{'id': 7, 'image_id': 9, 'category_id': 1, 'bbox': [0, 0, 9, 9], 'ignore': 1}";
  private static final String CATEGORIES = "{'id': 90, 'name': 'z'}, {'id': 1, 'name': 'a'}";

  @TempDir Path folder;

  @Test
  void cocoFile_isReadByRisingIdsWithGaps() {
    Dataset dataset = read(IMAGES, ANNOTATIONS, CATEGORIES);
    assertThat(dataset.categories().labels()).containsExactly("a", "z");
    assertThat(dataset.categories().datasetId(1)).isEqualTo(90);
    assertThat(dataset.pictures())
        .containsExactly(
            new LabeledPicture(
                2, folder.resolve("sub/a.jpg"), "sub/a.jpg", new ImageSize(20, 10), List.of()),
            new LabeledPicture(
                9,
                folder.resolve("b.jpg"),
                "b.jpg",
                new ImageSize(40, 30),
                List.of(
                    LabeledBox.of(1, 1, 2, 4.5, 6),
                    new LabeledBox(0, 0, 0, 0, 4, true),
                    new LabeledBox(0, 0, 0, 9, 9, true))));
    assertThat(dataset.objectCount()).isEqualTo(1);
    assertThat(dataset.withoutEmpty().pictures()).hasSize(1);
  }

  @Test
  void sizeThatIsNotTold_isReadFromThePicture() {
    PaintedPictures.write(folder.resolve("x.png"), 7, 5, 0);
    Dataset dataset = read("{'id': 1, 'file_name': 'x.png'}", "", CATEGORIES);
    assertThat(dataset.pictures().get(0).size()).isEqualTo(new ImageSize(7, 5));
  }

  @Test
  void windowsNames_areFolders() {
    Dataset dataset =
        read("{'id': 1, 'file_name': 'sub\\\\x.png', 'width': 1, 'height': 1}", "", CATEGORIES);
    assertThat(dataset.pictures().get(0).file()).isEqualTo(folder.resolve("sub").resolve("x.png"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id': 1, 'width': 1, 'height': 1}|image 1: file_name is missing",
        "{'id': 1, 'file_name': '../x.jpg', 'width': 1, 'height': 1}|image 1: file_name is ../x.jpg",
        "{'id': 1, 'file_name': '/etc/x.jpg', 'width': 1, 'height': 1}|is /etc/x.jpg, expected a file",
        "{'id': 1, 'file_name': 'http://h/x', 'width': 1, 'height': 1}|download the picture",
        "{'id': 1, 'file_name': 'x'}, {'id': 1, 'file_name': 'y'}|image id 1 occurs twice"
      })
  void unusableImage_isNamed(String images, String complaint) {
    assertRefused(images, "", CATEGORIES, complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id': 5, 'image_id': 3, 'category_id': 1, 'bbox': [1, 2, 3, 4]}"
            + "|annotation 5: image id 3 is not in the list of images",
        "{'id': 5, 'image_id': 9, 'category_id': 7, 'bbox': [1, 2, 3, 4]}"
            + "|annotation 5: category id 7 is not in the list of categories",
        "{'id': 5, 'image_id': 9, 'category_id': 1, 'bbox': [1, 2, -3, 4]}|negative side",
        "{'id': 5, 'image_id': 9, 'category_id': 1, 'bbox': [1, 2, 3]}|annotations[0], line 3",
        "{'id': 5, 'image_id': 9, 'category_id': 1, 'bbox': [1, 2, 3, 4]},"
            + "{'id': 5, 'image_id': 9, 'category_id': 1, 'bbox': [1, 2, 3, 4]}|the id occurs twice"
      })
  void unusableAnnotation_isNamed(String annotations, String complaint) {
    assertRefused(IMAGES, annotations, CATEGORIES, complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the classes cannot be used",
        "{'id': 1, 'name': ' '}|the label of class 0 is blank",
        "{'id': 3000000000, 'name': 'a'}|category id 3000000000 is out of range",
        "{'id': 1, 'name': 'a'}, {'id': 1, 'name': 'b'}|category id 1 occurs twice"
      })
  void unusableCategories_areNamed(String categories, String complaint) {
    assertRefused(IMAGES, "", categories.equals("''") ? "" : categories, complaint);
  }

  private void assertRefused(
      String images, String annotations, String categories, String complaint) {
    assertThatThrownBy(() -> read(images, annotations, categories))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(folder.resolve("labels.json").toString())
        .hasMessageContaining(complaint);
  }

  private Dataset read(String images, String annotations, String categories) {
    Path json = folder.resolve("labels.json");
    String text =
        ("{'images': [" + images + "],\n'categories': [" + categories + "],\n'annotations': [")
            + (annotations + "]}");
    try {
      Files.writeString(json, text.replace('\'', '"'));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return CocoDataset.read(json, folder);
  }
}
