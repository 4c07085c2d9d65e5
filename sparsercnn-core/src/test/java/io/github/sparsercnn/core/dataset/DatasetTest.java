package io.github.sparsercnn.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Categories CATS = Categories.of(List.of("cat"));

  @Test
  void concat_numbersPicturesAnew() {
    Dataset both = Dataset.concat(List.of(dataset("a", CATS, 5), dataset("b", CATS, 5)));
    assertThat(both.name()).isEqualTo("a, b");
    assertThat(both.pictures().stream().map(LabeledPicture::id)).containsExactly(1L, 2L);
    assertThat(Dataset.concat(List.of(dataset("a", CATS, 5))).pictures().get(0).id()).isEqualTo(5);
  }

  @Test
  void concat_refusesOtherClasses() {
    Categories dogs = Categories.of(List.of("dog"));
    assertThatThrownBy(() -> Dataset.concat(List.of(dataset("a", CATS, 1), dataset("b", dogs, 1))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("same classes with the same ids");
  }

  @Test
  void fingerprint_seesContentsButNotNamesAndPlaces() {
    Dataset one = dataset("a", CATS, 1);
    assertThat(dataset("b", CATS, 1).fingerprint()).isEqualTo(one.fingerprint()).hasSize(64);
    assertThat(dataset("a", CATS, 2).fingerprint()).isNotEqualTo(one.fingerprint());
    assertThat(new Dataset("a", CATS, List.of(picture("a", 1))).fingerprint())
        .isNotEqualTo(one.fingerprint());
  }

  @Test
  void withoutEmpty_refusesToLeaveNothing() {
    Dataset empty = new Dataset("none", CATS, List.of(picture("a", 1)));
    assertThatThrownBy(empty::withoutEmpty)
        .isInstanceOf(DatasetException.class)
        .hasMessage("none: none of the 1 pictures has a box; check the annotations");
  }

  @Test
  void boxOfAnUnknownClass_isRefused() {
    assertThatThrownBy(
            () -> new Dataset("a", CATS, List.of(picture("a", 1, LabeledBox.of(1, 0, 0, 1, 1)))))
        .isInstanceOf(DatasetException.class)
        .hasMessage("a: x.jpg has a box of class 1, expected 0 to 0");
  }

  private static Dataset dataset(String folder, Categories categories, long id) {
    return new Dataset(
        folder, categories, List.of(picture(folder, id, LabeledBox.of(0, 0, 0, 1, 1))));
  }

  private static LabeledPicture picture(String folder, long id, LabeledBox... boxes) {
    return new LabeledPicture(
        id, Path.of(folder, "x.jpg"), "x.jpg", new ImageSize(4, 4), List.of(boxes));
  }
}
