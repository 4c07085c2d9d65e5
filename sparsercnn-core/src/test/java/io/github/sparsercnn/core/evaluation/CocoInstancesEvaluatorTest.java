package io.github.sparsercnn.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoInstancesEvaluatorTest {
  private static final ImageSize SIZE = new ImageSize(640, 480);
  private static final Categories CELLS = Categories.of(List.of("RBC", "WBC"), new int[] {7, 3});

  @TempDir Path folder;

  private final CocoGroundTruth truth =
      CocoGroundTruth.builder("cells")
          .image(5, "", 0, 0)
          .image(2, "", 0, 0)
          .category(3, "WBC")
          .category(7, "RBC")
          .annotation(CocoAnnotation.of(1, 5, 7, 10, 20, 30, 40))
          .annotation(CocoAnnotation.of(2, 2, 3, 1, 2, 3, 4))
          .build();
  private final CocoInstancesEvaluator evaluator =
      new CocoInstancesEvaluator(truth, CocoSettings.defaults());

  private static Instances found(float[] xyxy, float score, int classId) {
    return Instances.of(SIZE, Boxes.of(xyxy), new float[] {score}, new int[] {classId}, CELLS);
  }

  @Test
  void evaluate_measuresWhatWasProcessed() {
    evaluator.process(5, found(new float[] {10, 20, 40, 60}, 0.9f, 0));

    CocoReport report = evaluator.evaluate();

    assertThat(report.categoryAp50(0)).isZero();
    assertThat(report.categoryAp50(1)).isCloseTo(1, offset(1e-12));
  }

  @Test
  void results_areInDetectron2sFormByRisingImage() {
    evaluator.process(5, found(new float[] {0.1f, 20, 0.7f, 60}, 0.3f, 0));
    evaluator.process(2, found(new float[] {1, 2, 4, 6}, 0.9f, 1));

    CocoResults results = evaluator.results();

    assertThat(results.imageId(0)).isEqualTo(2);
    assertThat(results.categoryId(0)).isEqualTo(3);
    assertThat(results.categoryId(1)).isEqualTo(7);
    assertThat(results.box(1, 0)).isEqualTo((double) 0.1f);
    assertThat(results.box(1, 2)).as("a 32-bit difference").isEqualTo((double) (0.7f - 0.1f));
    assertThat(results.score(1)).isEqualTo((double) 0.3f);
  }

  @Test
  void write_keepsEveryBit() {
    evaluator.process(5, found(new float[] {0.1f, 1e-7f, 0.7f, 123.456f}, 1 / 3f, 0));
    Path file = folder.resolve("coco_instances_results.json");

    evaluator.results().write(file);

    CocoResults read = CocoResults.read(file);
    assertThat(read.boxes()).containsExactly(evaluator.results().boxes());
    assertThat(read.scores()).containsExactly(evaluator.results().scores());
    assertThat(read.imageIds()).containsExactly(5);
    assertThat(read.categoryIds()).containsExactly(7);
    assertThat(folder.toFile().list()).containsExactly("coco_instances_results.json");
  }

  @Test
  void process_refusesUnknownImages() {
    assertThatThrownBy(() -> evaluator.process(4, Instances.none(SIZE, CELLS)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("image id 4 is not in cells");
  }

  @Test
  void process_refusesAnImageTwice() {
    evaluator.process(5, Instances.none(SIZE, CELLS));

    assertThatThrownBy(() -> evaluator.process(5, Instances.none(SIZE, CELLS)))
        .isInstanceOf(IllegalStateException.class);
  }
}
