package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CategoriesTest {
  @Test
  void coco_has80LabelsWithIdsUpTo90() {
    Categories coco = Categories.coco();
    assertThat(coco.size()).isEqualTo(80);
    assertThat(coco.labels()).doesNotHaveDuplicates();
    // Pairs around each gap of the ids.
    assertThat(idOf("person")).isEqualTo(1);
    assertThat(idOf("fire hydrant")).isEqualTo(11);
    assertThat(idOf("stop sign")).isEqualTo(13);
    assertThat(idOf("cow")).isEqualTo(21);
    assertThat(idOf("giraffe")).isEqualTo(25);
    assertThat(idOf("backpack")).isEqualTo(27);
    assertThat(idOf("umbrella")).isEqualTo(28);
    assertThat(idOf("handbag")).isEqualTo(31);
    assertThat(idOf("bottle")).isEqualTo(44);
    assertThat(idOf("wine glass")).isEqualTo(46);
    assertThat(idOf("bed")).isEqualTo(65);
    assertThat(idOf("dining table")).isEqualTo(67);
    assertThat(idOf("toilet")).isEqualTo(70);
    assertThat(idOf("tv")).isEqualTo(72);
    assertThat(idOf("refrigerator")).isEqualTo(82);
    assertThat(idOf("book")).isEqualTo(84);
    assertThat(idOf("toothbrush")).isEqualTo(90);
  }

  private static int idOf(String label) {
    return Categories.coco().datasetId(Categories.coco().labels().indexOf(label));
  }

  @Test
  void of_countsIdsFromOne() {
    Categories cells = Categories.of(List.of("RBC", "WBC", "Platelets"));
    assertThat(cells).hasToString("3 categories [1 RBC, 2 WBC, 3 Platelets]");
    assertThat(cells.label(2)).isEqualTo("Platelets");
  }

  @Test
  void of_recognizesCocoByItsLabels() {
    List<String> labels = List.copyOf(Categories.coco().labels());
    assertThat(Categories.of(labels)).isEqualTo(Categories.coco());
    assertThat(Categories.of(labels.subList(0, 79)).datasetId(78)).isEqualTo(79);
  }

  @Test
  void of_keepsGivenIds() {
    int[] ids = {7, 0, -3};
    Categories categories = Categories.of(List.of("a", "b", "a"), ids);
    ids[0] = 99;
    assertThat(IntStream.range(0, 3).map(categories::datasetId)).containsExactly(7, 0, -3);
    assertThat(categories)
        .isEqualTo(Categories.of(List.of("a", "b", "a"), new int[] {7, 0, -3}))
        .hasSameHashCodeAs(Categories.of(List.of("a", "b", "a"), new int[] {7, 0, -3}))
        .isNotEqualTo(Categories.of(List.of("a", "b", "a")));
  }

  @Test
  void of_refusesWhatCannotBeToldApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Categories.of(List.of("a", "b"), new int[] {4, 4}))
        .withMessage("category id 4 of 'b' occurs twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Categories.of(List.of("a", " ")))
        .withMessage("the label of class 1 is blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Categories.of(List.of("a"), new int[2]))
        .withMessageContaining("got 1 labels and 2 ids");
    assertThatIllegalArgumentException().isThrownBy(() -> Categories.of(List.of()));
    assertThatThrownBy(() -> Categories.of(Collections.singletonList(null)))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void numbered_namesClassesByTheirIds() {
    assertThat(Categories.numbered(2).labels()).containsExactly("class 0", "class 1");
    assertThatIllegalArgumentException().isThrownBy(() -> Categories.numbered(0));
  }

  @Test
  void label_refusesUnknownClassIds() {
    assertThatThrownBy(() -> Categories.coco().label(80))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Categories.coco().datasetId(-1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
