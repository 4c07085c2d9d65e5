package io.github.sparsercnn.core.inference;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.SharedData;
import io.github.sparsercnn.core.testing.TestCard;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights of the official network get the box transformer and answer as before. */
class UntrainedBoxTransformerTest {
  private static final double TOLERANCE = 1e-5;

  @Test
  void smallModel_answersAsBefore() {
    check(Goldens.path("checkpoints/bare.pth"), 160);
  }

  @Test
  void trainedModel_answersAsBefore() {
    check(SharedData.require("weights/bccd_sparsercnn.pth"), 416);
  }

  private static void check(Path weights, int side) {
    // Pictures of different sizes are padded in one batch.
    List<Image> pictures = List.of(card(200, 150), card(190, 140));
    List<Instances> expected = predict(builder(weights, side), pictures);
    List<Instances> found = predict(builder(weights, side).proposals("box-transformer"), pictures);
    for (int i = 0; i < pictures.size(); i++) {
      assertThat(found.get(i).classIds()).isEqualTo(expected.get(i).classIds());
      assertClose("scores", found.get(i).scores(), expected.get(i).scores(), TOLERANCE);
      assertClose(
          "boxes", found.get(i).boxes().toXyxy(), expected.get(i).boxes().toXyxy(), TOLERANCE);
    }
  }

  private static List<Instances> predict(DetectorBuilder builder, List<Image> pictures) {
    try (Detector detector = builder.build()) {
      return detector.predict(pictures);
    }
  }

  private static DetectorBuilder builder(Path weights, int side) {
    return Detector.builder()
        .weights(weights)
        .device("cpu")
        .override("INPUT.MIN_SIZE_TEST", Integer.toString(side))
        .override("MODEL.SparseRCNN.NHEADS_BOX", "4");
  }

  private static Image card(int width, int height) {
    RgbImage card = TestCard.of(width, height);
    return Image.ofRgb(card.bytes(), width, height);
  }
}
