package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.TrainerOptions;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.testing.OneThread;
import io.github.sparsercnn.core.testing.PulledProposals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs with other proposals than the learned ones. */
@ExtendWith(OneThread.class)
class ProposalTrainingTest {
  private static final ProposalInitializerProvider PULLED =
      PulledProposals.provider("loss_pull", false);
  private static final Image BLACK = Image.ofRgb(new byte[64 * 48 * 3], 64, 48);
  @TempDir Path folder;
  private DatasetSource data;

  @BeforeEach
  void paint() throws IOException {
    data = TinyTraining.paint(folder.resolve("pictures"));
  }

  private TrainerOptions options(Path output, String... words) {
    return TinyTraining.builder(data, output).overrides(List.of(words)).options();
  }

  @Test
  void proposalsOfTheCaller_areTrainedSavedAndLoaded() {
    Path output = folder.resolve("output");
    Path weights = new LibTorchRuntime().trainer(options(output), PULLED).train().finalModel();

    assertThat(output.resolve("metrics.json")).content().contains("\"loss_pull\": ");
    assertThat(output.resolve("config.yaml")).content().contains("PROPOSALS: pulled");
    assertThat(Checkpoint.read(weights).tensors().get(PulledProposals.OFFSET).toFloats())
        .hasSize(4)
        .doesNotContain(0f);
    try (Detector detector =
        new LibTorchRuntime().open(Detector.builder().weights(weights).options(), PULLED)) {
      assertThat(detector.predict(BLACK).size()).isPositive();
    }
    assertThatThrownBy(() -> Detector.load(weights))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("MODEL.SparseRCNN.PROPOSALS is pulled, known are [");
  }

  @Test
  void resume_goesOnToTheLastBit() {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    new LibTorchRuntime().trainer(options(whole), PULLED).train();
    new LibTorchRuntime().trainer(options(parts, "SOLVER.MAX_ITER", "3"), PULLED).train();
    new LibTorchRuntime().trainer(options(parts), PULLED).resume();

    Map<String, List<Float>> expected = TrainerTest.weights(whole.resolve("model_final.pth"));
    assertThat(TrainerTest.weights(parts.resolve("model_final.pth"))).isEqualTo(expected);
    assertThat(expected).containsKey(PulledProposals.OFFSET);
  }

  @Test
  void randomProposals_areThoseOfTheRunWhereverTheWeightsGo() {
    String seed = "MODEL.SparseRCNN.RANDOM_PROPOSALS.SEED";
    Path output = folder.resolve("output");
    Path weights =
        TinyTraining.builder(data, output)
            .proposals("random")
            .override(seed, "5")
            .build()
            .train()
            .finalModel();

    assertThat(Checkpoint.read(weights).tensors()).containsKey("random_proposal_boxes");
    try (Detector detector = Detector.load(weights);
        Detector other = Detector.builder().weights(weights).override(seed, "6").build();
        Detector grid = Detector.builder().weights(weights).proposals("grid").lenient().build()) {
      assertThat(other.predict(BLACK)).isEqualTo(detector.predict(BLACK));
      assertThat(grid.predict(BLACK)).isNotEqualTo(detector.predict(BLACK));
    }
  }
}
