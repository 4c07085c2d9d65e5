package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ParameterRule;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerBuilder;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.testing.OneThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training runs of a small network with a small box transformer. */
@ExtendWith(OneThread.class)
class BoxTransformerTrainingTest {
  private static final String BOX_TRANSFORMER = "box_transformer.";
  private static final String QUERIES = "proposal_queries.weight";
  private static final String FIRST_LAYER = BOX_TRANSFORMER + "decoder.layers.0.linear1.weight";
  private static final String LAST_LAYER = BOX_TRANSFORMER + "box_mlp.layers.1.bias";
  @TempDir Path folder;
  private DatasetSource data;

  @BeforeEach
  void paint() throws IOException {
    data = TinyTraining.paint(folder.resolve("pictures"));
  }

  private TrainerBuilder builder(String output) {
    return TinyTraining.builder(data, folder.resolve(output))
        .overrides(
            List.of(
                "MODEL.SparseRCNN.PROPOSALS", "box-transformer",
                "MODEL.SparseRCNN.NHEADS_BOX", "4",
                "MODEL.SparseRCNN.DIM_FEEDFORWARD_BOX", "32",
                "MODEL.SparseRCNN.MLP_HI_DIM", "16",
                "SOLVER.MAX_ITER", "3",
                "SOLVER.WARMUP_ITERS", "0",
                "SOLVER.WEIGHT_DECAY", "0.0",
                "SOLVER.CHECKPOINT_PERIOD", "1",
                "SOLVER.CHECKPOINTS_TO_KEEP", "0"));
  }

  @ParameterizedTest
  @CsvSource({"delta, False, 0.0", "delta, True, 1.0", "sigmoid, False, 1.0"})
  void threeSteps_changeItsParameters(String decoding, String mixed, String lossWeight) {
    TinyTraining.Losses losses = new TinyTraining.Losses();
    Path output = folder.resolve("output");
    TrainingSummary summary =
        builder("output")
            .override("MODEL.SparseRCNN.DECODING_BOX", decoding)
            .override("MODEL.SparseRCNN.LOSS_WEIGHT_BOX", lossWeight)
            .override("SOLVER.AMP.ENABLED", mixed)
            .listener(losses)
            .build()
            .train();
    Map<String, List<Float>> first = TrainerTest.weights(output.resolve("model_0000000.pth"));
    Map<String, List<Float>> last = TrainerTest.weights(summary.finalModel());
    List<String> same = new ArrayList<>();
    first.forEach(
        (name, values) -> {
          if ((name.startsWith(BOX_TRANSFORMER) || name.equals(QUERIES))
              && last.get(name).equals(values)) {
            same.add(name);
          }
        });
    assertThat(same).isEmpty();
    assertThat(last).containsKeys(FIRST_LAYER, LAST_LAYER, QUERIES);
    assertThat(losses.all.get(2).losses().containsKey("loss_proposal_giou"))
        .isEqualTo(lossWeight.equals("1.0"));
  }

  @Test
  void trainedModel_isSavedAndLoadedWithItsKeys() {
    TrainingSummary summary =
        builder("output")
            .override("MODEL.SparseRCNN.DECODING_BOX", "sigmoid")
            .validationData(data)
            .override("TEST.EVAL_PERIOD", "3")
            .build()
            .train();
    Path picture = folder.resolve("pictures/1.png");
    Instances once;
    try (Detector detector = Detector.load(summary.finalModel())) {
      assertThat(detector.info().architecture())
          .containsEntry("MODEL.SparseRCNN.PROPOSALS", "box-transformer");
      once = detector.predict(picture);
      assertThat(once.size()).isPositive();
    }
    try (Detector detector = Detector.load(summary.finalModel())) {
      assertThat(detector.predict(picture).boxes()).isEqualTo(once.boxes());
    }
    // The same network, evaluated through the file, finds the same.
    assertThat(
            builder("again")
                .override("MODEL.SparseRCNN.DECODING_BOX", "sigmoid")
                .validationData(data)
                .initialWeights(summary.finalModel())
                .build()
                .evaluate())
        .isEqualTo(summary.metrics());
  }

  @Test
  void ruleOfTheRate_holdsItStill() {
    TrainingSummary summary =
        builder("output")
            .parameterRule(ParameterRule.rate("box_transformer\\..*|proposal_queries\\..*", 0))
            .build()
            .train();
    Map<String, List<Float>> still = TrainerTest.weights(summary.finalModel());
    assertThat(still.get(LAST_LAYER)).containsOnly(0f);
    assertThat(still.get("init_proposal_boxes.weight")).isNotEmpty();
    builder("free").build().train();
    Map<String, List<Float>> begun = TrainerTest.weights(folder.resolve("free/model_0000000.pth"));
    // One step changes nothing before the last layer, as its weights began at zero.
    still.forEach(
        (name, values) -> {
          if (name.startsWith(BOX_TRANSFORMER) && !name.contains("box_mlp.layers.1")) {
            assertThat(begun.get(name)).as(name).isEqualTo(values);
          }
        });
  }

  /** Ends a run after its first iteration. */
  private record StopAtOnce(AtomicReference<Trainer> trainer) implements TrainingListener {
    @Override
    public void iterationFinished(TrainingProgress progress) {
      trainer.get().stop();
    }
  }

  @Test
  void resume_repeatsDropoutToTheLastBit() {
    TinyTraining.Losses uninterrupted = new TinyTraining.Losses();
    TrainingSummary whole = builder("whole").listener(uninterrupted).build().train();
    TinyTraining.Losses interrupted = new TinyTraining.Losses();
    AtomicReference<Trainer> first = new AtomicReference<>();
    first.set(builder("parts").listener(interrupted).listener(new StopAtOnce(first)).build());
    first.get().train();
    TrainingSummary summary = builder("parts").listener(interrupted).build().resume();
    assertThat(interrupted.lines()).isEqualTo(uninterrupted.lines()).hasSize(3);
    assertThat(TrainerTest.weights(summary.finalModel()))
        .isEqualTo(TrainerTest.weights(whole.finalModel()));
  }

  @Test
  void nothingNativeIsLeftBehind() {
    builder("warm").build().train();
    long before = Pointer.totalCount();
    builder("output").override("MODEL.SparseRCNN.LOSS_WEIGHT_BOX", "1.0").build().train();
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }
}
