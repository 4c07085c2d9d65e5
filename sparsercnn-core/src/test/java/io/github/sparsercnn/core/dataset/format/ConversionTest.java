package io.github.sparsercnn.core.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTest {
  private static final RecursiveComparisonConfiguration TO_A_MILLIONTH_OF_A_PIXEL =
      RecursiveComparisonConfiguration.builder()
          .withComparatorForType(
              (a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b), Double.class)
          .build();

  @TempDir Path folder;
  private Dataset dataset;

  @BeforeEach
  void paint() {
    dataset =
        new Dataset(
            "painted",
            Categories.of(List.of("a <&> b", "quote\"d: x"), new int[] {3, 90}),
            List.of(
                PaintedPictures.labeled(
                    folder.resolve("in"),
                    1,
                    30,
                    20,
                    LabeledBox.of(0, 0, 0, 30, 20),
                    LabeledBox.of(1, 1.1, 2.2, 3.3, 4.7),
                    new LabeledBox(1, 4, 4, 9, 9, true)),
                PaintedPictures.labeled(folder.resolve("in"), 2, 17, 23)));
  }

  @Test
  void coco_returnsEverything() {
    WrittenDataset written = CocoWriter.write(dataset, folder.resolve("out.json"));
    assertThat(written).isEqualTo(new WrittenDataset(2, 3, 0, 0));
    Dataset back = CocoDataset.read(folder.resolve("out.json"), folder.resolve("in"));
    assertThat(back.categories()).isEqualTo(dataset.categories());
    assertThat(back.pictures())
        .usingRecursiveFieldByFieldElementComparator(TO_A_MILLIONTH_OF_A_PIXEL)
        .isEqualTo(dataset.pictures());
  }

  @Test
  void voc_returnsAllButCrowds() throws IOException {
    Path out = folder.resolve("out");
    WrittenDataset written = VocWriter.write(Map.of("train", dataset), out);
    assertThat(written).isEqualTo(new WrittenDataset(2, 2, 1, 0));
    Dataset back = VocDataset.read(out, "train");
    assertThat(back.categories().labels()).isEqualTo(dataset.categories().labels());
    assertSameObjects(back);
    assertThat(Files.readString(out.resolve("Annotations/picture1.xml")))
        .contains("<xmin>2.1</xmin>", "<xmax>3.3</xmax>", "<xmin>1</xmin>");
  }

  @Test
  void yolo_returnsAllButCrowdsAndEmptyBoxes() {
    Path out = folder.resolve("out");
    Dataset odd =
        new Dataset(
            "odd",
            dataset.categories(),
            List.of(
                PaintedPictures.labeled(
                    folder.resolve("odd"), 7, 10, 10, LabeledBox.of(0, 10, 0, 15, 5))));
    WrittenDataset written = YoloWriter.write(Map.of("train", dataset, "val", odd), out);
    assertThat(written).isEqualTo(new WrittenDataset(3, 2, 1, 1));
    Dataset back = YoloDataset.read(out, "train");
    assertThat(back.categories())
        .isEqualTo(Categories.of(dataset.categories().labels(), new int[] {0, 1}));
    assertSameObjects(back);
    assertThat(YoloDataset.read(out.resolve("data.yaml"), "val").objectCount()).isZero();
  }

  private void assertSameObjects(Dataset back) {
    assertThat(back.size()).isEqualTo(dataset.size());
    for (int i = 0; i < back.size(); i++) {
      LabeledPicture picture = dataset.pictures().get(i);
      assertThat(back.pictures().get(i).size()).isEqualTo(picture.size());
      assertThat(back.pictures().get(i).file()).hasSameBinaryContentAs(picture.file());
      assertThat(back.pictures().get(i).boxes())
          .usingRecursiveFieldByFieldElementComparator(TO_A_MILLIONTH_OF_A_PIXEL)
          .isEqualTo(picture.boxes().stream().filter(Predicate.not(LabeledBox::crowd)).toList());
    }
  }

  @Test
  void odgt_returnsPeopleAndCrowds() {
    Dataset people = new Dataset("people", Categories.of(List.of("person")), onlyClass0());
    OdgtWriter.write(people, folder.resolve("out.odgt"));
    Dataset back = OdgtDataset.read(folder.resolve("out.odgt"), folder.resolve("in"));
    assertThat(back.categories()).isEqualTo(people.categories());
    assertThat(back.pictures().stream().map(LabeledPicture::boxes).toList())
        .isEqualTo(people.pictures().stream().map(LabeledPicture::boxes).toList());
  }

  private List<LabeledPicture> onlyClass0() {
    return List.of(
        PaintedPictures.labeled(
            folder.resolve("in"),
            1,
            30,
            20,
            LabeledBox.of(0, 1, 2, 3.5, 4),
            new LabeledBox(0, 4, 4, 9, 9, true)));
  }

  @Test
  void odgt_refusesOtherClasses() {
    assertThatThrownBy(() -> OdgtWriter.write(dataset, folder.resolve("out.odgt")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("files of CrowdHuman hold persons only");
  }

  @Test
  void folderInUse_isLeftAlone() {
    assertThatThrownBy(() -> YoloWriter.write(Map.of("train", dataset), folder.resolve("in")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("the folder is not empty; name a new one");
  }

  @Test
  void picturesOfOneName_areRefusedWhereFoldersAreLost() {
    Dataset doubled =
        new Dataset(
            "doubled",
            dataset.categories(),
            List.of(
                PaintedPictures.labeled(folder.resolve("one"), 1, 5, 5),
                new LabeledPicture(
                    2,
                    PaintedPictures.labeled(folder.resolve("two"), 1, 5, 5).file(),
                    "two/picture1.png",
                    dataset.pictures().get(0).size(),
                    List.of())));
    assertThatThrownBy(() -> VocWriter.write(Map.of("all", doubled), folder.resolve("out")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("names must differ without folders");
  }
}
