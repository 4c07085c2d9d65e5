package io.github.sparsercnn.core.inference;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.TestLooks;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.testing.GoldenCase;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.TestCard;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Test-time augmentation against the official code. */
class GoldenAugmentationTest {
  private static final Goldens GOLDEN = Goldens.open("misc/tta.safetensors");

  /** Columns of the official table. */
  private static final int COLUMNS = 6;

  /** Rows of it that the golden holds. */
  private static final int ROWS = 80 / COLUMNS;

  private static Detector detector(boolean resampleTwice) {
    Config config =
        GoldenCase.config(GOLDEN)
            .with("INPUT.MIN_SIZE_TEST", Integer.parseInt(GOLDEN.metadata().get("min_size")))
            .with("INPUT.MAX_SIZE_TEST", Integer.parseInt(GOLDEN.metadata().get("max_size")))
            .with("TEST.AUG.ENABLED", true)
            .with("TEST.AUG.RESAMPLE_TWICE", resampleTwice);
    Architecture architecture = Architecture.of(config);
    ProposalInitializer proposals =
        ProposalInitializers.create("learned", ProposalSettings.of(config));
    try (SparseRcnn trainable =
        SparseRcnn.of(architecture, proposals, new Weights(new FormulaWeights()))) {
      return new NetworkDetector(
              config,
              Categories.numbered(architecture.numClasses()),
              new ComputeDevice("cpu"),
              TestLooks.of(config))
          .of(
              trainable,
              ModelInfo.builder().parameterCount(0).tensorCount(0).build(),
              proposals::close);
    }
  }

  private static Image picture() {
    RgbImage card = TestCard.named(GOLDEN.metadata().get("image"));
    return Image.ofRgb(card.bytes(), card.width(), card.height());
  }

  @Test
  void predict_resamplingTwiceEqualsTheOfficialCode() {
    try (Detector detector = detector(true)) {
      Instances found = detector.predict(picture());
      assertThat(found.classIds())
          .containsExactly(Arrays.stream(GOLDEN.longs("classes")).mapToInt(i -> (int) i).toArray());
      assertClose("scores", firstScores(found.scores()), expected(4, 5), 1e-4);
      assertClose("boxes", firstBoxes(found.boxes().toXyxy()), expected(0, 4), 1e-4);
    }
  }

  /**
   * Some columns of the official table of {@code x1, y1, x2, y2, score, class}, whose views {@code
   * boxes} and {@code scores} are. The golden holds what begins where the view does, without the
   * view's stride: so the first 13 of 20 rows are there.
   */
  private static float[] expected(int firstColumn, int endColumn) {
    float[] table = GOLDEN.floats("boxes");
    int width = endColumn - firstColumn;
    float[] columns = new float[ROWS * width];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(table, row * COLUMNS + firstColumn, columns, row * width, width);
    }
    return columns;
  }

  private static float[] firstScores(float[] scores) {
    return Arrays.copyOf(scores, ROWS);
  }

  private static float[] firstBoxes(float[] xyxy) {
    return Arrays.copyOf(xyxy, 4 * ROWS);
  }

  @Test
  void predict_resamplingOnceAnswersOtherwise() {
    try (Detector detector = detector(false)) {
      Instances found = detector.predict(picture());
      assertThat(found.size()).isEqualTo(20);
      assertThat(firstScores(found.scores())[0]).isNotCloseTo(expected(4, 5)[0], within(1e-3f));
    }
  }

  @Test
  void predict_leavesNoNativeObjectBehind() {
    try (Detector detector = detector(true)) {
      detector.predict(picture());
      long objects = Pointer.totalCount();
      for (int i = 0; i < 20; i++) {
        detector.predict(picture());
      }
      assertThat(Pointer.totalCount()).isEqualTo(objects);
    }
  }
}
