package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoInstancesEvaluator;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.inference.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bundled model against what its card says. */
class BundledModelTest {
  private static final double AP = 0.5357;

  /** Another processor's rounding moves a detection over a threshold here and there. */
  private static final double TOLERANCE = 0.002;

  @Test
  void bundledModel_carriesItsLabelsAndNobodysPaths() throws Exception {
    try (BundledModel bundled = BundledModel.open()) {
      Model model = Model.read(bundled.file(), null, List.of());
      assertThat(model.categories(Optional.empty()).labels())
          .containsExactly("RBC", "WBC", "Platelets");
      assertThat(model.checkpoint().tensors()).hasSize(389);
      assertThat(model.config().getString("MODEL.WEIGHTS")).isEmpty();
      assertThat(model.config().getString("OUTPUT_DIR")).isEqualTo("./output");
      assertThat(Files.size(bundled.file())).isLessThan(40_000_000);
    }
  }

  @Test
  void bundledModel_isAsGoodOnTheTestPicturesAsItsCardSays() throws Exception {
    Path data = shared().resolve("data/bccd");
    assumeTrue(Files.exists(data), "skipped: there is no " + data);
    CocoGroundTruth truth = CocoGroundTruth.read(data.resolve("test.json"));
    CocoInstancesEvaluator evaluator = new CocoInstancesEvaluator(truth, CocoSettings.defaults());
    try (BundledModel bundled = BundledModel.open();
        Detector detector = Detector.load(bundled.file())) {
      for (int i = 0; i < truth.imageCount(); i++) {
        Path picture = data.resolve("BCCD/JPEGImages").resolve(truth.fileName(i));
        evaluator.process(truth.imageId(i), detector.predict(Image.of(picture)));
      }
    }
    assertThat(evaluator.evaluate().figure(CocoFigure.AP)).isCloseTo(AP, within(TOLERANCE));
  }

  private static Path shared() {
    String root = System.getProperty("sparsercnn.root", ".");
    return Path.of(
        Objects.requireNonNullElse(System.getenv("SPARSERCNN_SHARED"), root + "/../shared"));
  }
}
