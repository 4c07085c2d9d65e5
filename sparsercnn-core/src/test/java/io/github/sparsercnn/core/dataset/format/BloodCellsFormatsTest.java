package io.github.sparsercnn.core.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.testing.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The blood cells come as Pascal VOC, and as COCO files made of them by others. */
class BloodCellsFormatsTest {
  @Test
  void vocAndCoco_agreeOnTheBloodCells() {
    Path bccd = SharedData.require("data/bccd");
    Dataset coco = CocoDataset.read(bccd.resolve("train.json"), bccd.resolve("BCCD/JPEGImages"));
    Dataset voc = VocDataset.read(bccd.resolve("BCCD"), "train");
    assertThat(coco.size()).isEqualTo(205);
    assertThat(coco.categories().labels()).containsExactly("RBC", "WBC", "Platelets");
    assertThat(voc.categories().labels()).containsExactly("Platelets", "RBC", "WBC");
    assertThat(described(voc)).isEqualTo(described(coco));
  }

  /** The COCO file leaves out a box of one pixel, in BloodImage_00343. */
  private static List<String> described(Dataset dataset) {
    List<String> lines = new ArrayList<>();
    for (LabeledPicture picture : dataset.pictures()) {
      lines.add(picture.file() + " " + picture.size());
      for (LabeledBox box : picture.boxes()) {
        if (box.width() > 1) {
          lines.add(
              dataset.categories().label(box.classId())
                  + " "
                  + List.of(box.x1(), box.y1(), box.x2(), box.y2()));
        }
      }
    }
    return lines;
  }
}
