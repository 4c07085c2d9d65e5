package io.github.sparsercnn.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DatasetSplitTest {
  private static final Categories CLASSES = Categories.of(List.of("common", "some", "rare"));

  @Test
  void classes_areInAllPartsAsOftenAsThePartsAreLarge() {
    List<Dataset> parts = DatasetSplit.of(dataset(100), List.of(0.8, 0.2), 1);
    assertThat(parts).extracting(Dataset::size).containsExactly(80, 20);
    assertThat(pictures(parts.get(0), 2)).isEqualTo(4);
    assertThat(pictures(parts.get(1), 2)).isEqualTo(1);
    assertThat(pictures(parts.get(1), 1)).isBetween(5, 7);
  }

  private static int pictures(Dataset dataset, int classId) {
    return dataset.statistics().classes().get(classId).pictures();
  }

  @Property(tries = 100)
  void everyPicture_isInOnePart_inTheOrderOfTheDataset(
      @ForAll @IntRange(min = 3, max = 60) int size, @ForAll long seed) {
    Dataset dataset = dataset(size);
    List<Dataset> parts = DatasetSplit.of(dataset, List.of(0.7, 0.2, 0.1), seed);
    Set<LabeledPicture> all = new HashSet<>();
    for (Dataset part : parts) {
      assertThat(part.size()).isPositive();
      assertThat(part.pictures()).isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
      all.addAll(part.pictures());
    }
    assertThat(parts.stream().mapToInt(Dataset::size).sum()).isEqualTo(size).isEqualTo(all.size());
    assertThat((double) parts.get(0).size()).isCloseTo(0.7 * size, within(2.0));
  }

  @Test
  void split_isAFunctionOfTheSeed() {
    Dataset dataset = dataset(40);
    List<Double> halves = List.of(0.5, 0.5);
    assertThat(DatasetSplit.of(dataset, halves, 3)).isEqualTo(DatasetSplit.of(dataset, halves, 3));
    assertThat(DatasetSplit.of(dataset, halves, 3))
        .isNotEqualTo(DatasetSplit.of(dataset, halves, 4));
  }

  @Test
  void fractionsBelowOne_leaveTheRestOut() {
    List<Dataset> parts = DatasetSplit.of(dataset(100), List.of(0.3), 0);
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).size()).isEqualTo(30);
    assertThat(pictures(parts.get(0), 1)).isBetween(8, 10);
  }

  @Test
  void holdOut_isATenthButAtLeastOne() {
    assertThat(TrainingAndValidation.holdingOut(dataset(60), 0).validation().size()).isEqualTo(6);
    TrainingAndValidation tiny = TrainingAndValidation.holdingOut(dataset(2), 0);
    assertThat(tiny.validation().size()).isEqualTo(1);
    assertThat(tiny.training().size()).isEqualTo(1);
    assertThat(tiny.heldOut()).isTrue();
    assertThatThrownBy(() -> TrainingAndValidation.holdingOut(dataset(1), 0))
        .isInstanceOf(DatasetException.class)
        .hasMessage("split: 1 pictures cannot be split into 2 parts; add pictures");
  }

  @Test
  void impossibleFractions_areRefused() {
    for (List<Double> fractions :
        List.of(List.of(0.8, 0.3), List.of(0.5, 0.0), List.<Double>of(), List.of(Double.NaN))) {
      assertThatThrownBy(() -> DatasetSplit.of(dataset(9), fractions, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected numbers above 0 whose sum is at most 1");
    }
  }

  @Test
  void validation_takesTheClassesOfTheTraining() {
    Categories other = Categories.of(List.of("rare", "common"), new int[] {7, 9});
    Dataset validation =
        new Dataset("val", other, List.of(picture(1, LabeledBox.of(1, 0, 0, 1, 1))));
    TrainingAndValidation both = TrainingAndValidation.of(dataset(3), validation);
    assertThat(both.heldOut()).isFalse();
    assertThat(both.validation().categories()).isEqualTo(CLASSES);
    assertThat(both.validation().pictures().get(0).boxes().get(0).classId()).isZero();
    Categories unknown = Categories.of(List.of("new"));
    Dataset strange =
        new Dataset("strange", unknown, List.of(picture(1, LabeledBox.of(0, 0, 0, 1, 1))));
    assertThatThrownBy(() -> TrainingAndValidation.of(dataset(3), strange))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("strange: has boxes of 'new', expected each class to be one of");
  }

  /** Every picture has the common class, a third the second one, a twentieth the rare one. */
  private static Dataset dataset(int size) {
    List<LabeledPicture> pictures = new ArrayList<>();
    for (int id = 1; id <= size; id++) {
      List<LabeledBox> boxes = new ArrayList<>(List.of(LabeledBox.of(0, 0, 0, 1, 1)));
      if (id % 3 == 1) {
        boxes.add(LabeledBox.of(1, 0, 0, 1, 1));
      }
      if (id % 20 == 2) {
        boxes.add(LabeledBox.of(2, 0, 0, 1, 1));
      }
      pictures.add(picture(id, boxes.toArray(LabeledBox[]::new)));
    }
    return new Dataset("split", CLASSES, pictures);
  }

  private static LabeledPicture picture(long id, LabeledBox... boxes) {
    return new LabeledPicture(
        id, Path.of(id + ".jpg"), id + ".jpg", new ImageSize(4, 4), List.of(boxes));
  }
}
