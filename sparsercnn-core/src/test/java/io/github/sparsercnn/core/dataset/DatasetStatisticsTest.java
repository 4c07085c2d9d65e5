package io.github.sparsercnn.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxCounts;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxFigures;
import io.github.sparsercnn.core.dataset.DatasetStatistics.ClassCount;
import io.github.sparsercnn.core.dataset.DatasetStatistics.Found;
import io.github.sparsercnn.core.dataset.DatasetStatistics.PictureFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetStatisticsTest {
  private static final Categories ANIMALS = Categories.of(List.of("cat", "dog", "emu"));

  private static final Dataset DATASET =
      new Dataset(
          "animals",
          ANIMALS,
          List.of(
              picture(
                  1,
                  200,
                  100,
                  LabeledBox.of(0, 0, 0, 100, 100),
                  LabeledBox.of(0, 10, 10, 30, 20),
                  LabeledBox.of(1, 150, 50, 250, 150),
                  LabeledBox.of(1, 50, 50, 90, 90.2),
                  new LabeledBox(1, 0, 0, 9, 9, true)),
              picture(
                  2,
                  100,
                  200,
                  LabeledBox.of(0, 5, 5, 5, 30),
                  LabeledBox.of(0, 500, 5, 530, 30),
                  LabeledBox.of(0, -0.4, 0, 20, 10)),
              picture(3, 300, 300),
              picture(4, 300, 300, new LabeledBox(1, 0, 0, 9, 9, true))));

  @Test
  void counts_tellSortsOfBoxes() {
    DatasetStatistics statistics = DATASET.statistics();
    assertThat(statistics.pictures()).isEqualTo(4);
    assertThat(statistics.picturesWithoutObjects()).isEqualTo(2);
    assertThat(statistics.boxes()).isEqualTo(new BoxCounts(7, 2, 1, 1, 1));
    assertThat(statistics.boxes().learnable()).isEqualTo(5);
    assertThat(statistics.classes())
        .containsExactly(
            new ClassCount("cat", 1, 5, 2),
            new ClassCount("dog", 2, 2, 1),
            new ClassCount("emu", 3, 0, 0));
  }

  @Test
  void pictureFigures_countWhatCanBeLearned() {
    PictureFigures figures = DATASET.statistics().pictureFigures().orElseThrow();
    assertThat(figures.smallest()).isEqualTo(new ImageSize(200, 100));
    assertThat(figures.largest()).isEqualTo(new ImageSize(300, 300));
    assertThat(figures.sizes()).isEqualTo(3);
    assertThat(figures.width()).isEqualTo(new Spread(100, 250, 225, 300));
    assertThat(figures.meanAspect()).isCloseTo(1, within(1e-12));
    assertThat(figures.boxesPerPicture()).isEqualTo(new Spread(0, 0.5, 1.25, 4));
    assertThat(figures.fullest()).isEqualTo("1.jpg");
  }

  @Test
  void boxFigures_areThoseOfClippedBoxes() {
    BoxFigures figures = DATASET.statistics().boxFigures().orElseThrow();
    assertThat(figures.width()).isEqualTo(new Spread(20, 40, 46, 100));
    assertThat(figures.small() + figures.medium() + figures.large()).isEqualTo(5);
    assertThat(figures.small()).isEqualTo(2);
    assertThat(figures.large()).isEqualTo(1);
    assertThat(figures.relativeSize().max()).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(figures.smallest()).isEqualTo(new Found("1.jpg", LabeledBox.of(0, 10, 10, 30, 20)));
    assertThat(figures.largest()).isEqualTo(new Found("1.jpg", LabeledBox.of(0, 0, 0, 100, 100)));
  }

  @Test
  void emptyDatasets_haveNoFigures() {
    DatasetStatistics none = new Dataset("none", ANIMALS, List.of()).statistics();
    assertThat(none.pictureFigures()).isEmpty();
    assertThat(none.boxFigures()).isEmpty();
    assertThat(new Dataset("bare", ANIMALS, List.of(picture(1, 9, 9))).statistics().boxFigures())
        .isEmpty();
  }

  @Test
  void warnings_nameWhatHurtsTraining() {
    assertThat(DatasetWarnings.of(DATASET.statistics(), 3))
        .containsExactly(
            "1.jpg has 4 boxes, but a model with 3 proposals finds at most 3: raise"
                + " MODEL.SparseRCNN.NUM_PROPOSALS or cut the pictures",
            "1 boxes lie outside their pictures and are left out: do the annotations belong to"
                + " these pictures?",
            "1 boxes have a side of no length and are left out",
            "1 boxes leave their pictures and are clipped",
            "1 of 3 classes have no box (emu): a model gives them outputs that it cannot learn",
            "2 of 3 classes have fewer than 10 boxes (cat 5, dog 2): too few to be learned well");
  }

  @Test
  void warnings_seePicturesWithoutBoxesAndClassesMeantToBeOne() {
    Categories twice = Categories.of(List.of("Traffic light", "traffic_light"));
    List<LabeledPicture> pictures = new ArrayList<>();
    for (int id = 1; id <= 30; id++) {
      pictures.add(
          id > 10
              ? picture(id, 20, 20)
              : picture(id, 20, 20, LabeledBox.of(0, 0, 0, 9, 9), LabeledBox.of(1, 0, 0, 9, 9)));
    }
    assertThat(DatasetWarnings.of(new Dataset("lights", twice, pictures).statistics(), 100))
        .containsExactly(
            "20 of 30 pictures have no box; they are trained on as background, unless"
                + " DATALOADER.FILTER_EMPTY_ANNOTATIONS is set",
            "the classes 'Traffic light' and 'traffic_light' may be meant to be one");
    assertThat(DatasetWarnings.of(new Dataset("none", twice, List.of()).statistics(), 100))
        .startsWith("there is no box to learn from");
  }

  private static LabeledPicture picture(long id, int width, int height, LabeledBox... boxes) {
    return new LabeledPicture(
        id, Path.of(id + ".jpg"), id + ".jpg", new ImageSize(width, height), Arrays.asList(boxes));
  }
}
