package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.ParameterRule;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.testing.OneThread;
import io.github.sparsercnn.core.torch.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of a network as small as it gets. */
@ExtendWith(OneThread.class)
class TrainerTest {
  @TempDir Path folder;
  private DatasetSource data;

  @BeforeEach
  void paint() throws IOException {
    data = TinyTraining.paint(folder.resolve("pictures"));
  }

  static Map<String, List<Float>> weights(Path file) {
    Map<String, List<Float>> values = new LinkedHashMap<>();
    Checkpoint.read(file).tensors().forEach((name, tensor) -> values.put(name, floats(tensor)));
    return values;
  }

  private static List<Float> floats(StoredTensor tensor) {
    List<Float> floats = new ArrayList<>();
    for (float value : tensor.toFloats()) {
      floats.add(value);
    }
    return floats;
  }

  /** Ends a run after some iterations, as an interruption would. */
  private record StopAfter(long iteration, AtomicReference<Trainer> trainer)
      implements TrainingListener {
    @Override
    public void iterationFinished(TrainingProgress progress) {
      if (progress.iteration() == iteration) {
        trainer.get().stop();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ADAMW", "SGD"})
  void resume_goesOnToTheLastBit(String optimizer) {
    List<String> settings =
        List.of(
            "SOLVER.OPTIMIZER",
            optimizer,
            "SOLVER.BASE_LR",
            optimizer.equals("SGD") ? "0.00001" : "0.001",
            "MODEL_EMA.ENABLED",
            "True");
    TinyTraining.Losses uninterrupted = new TinyTraining.Losses();
    Path whole = folder.resolve("whole");
    TinyTraining.builder(data, whole).overrides(settings).listener(uninterrupted).build().train();

    Path parts = folder.resolve("parts");
    TinyTraining.Losses interrupted = new TinyTraining.Losses();
    AtomicReference<Trainer> first = new AtomicReference<>();
    first.set(
        TinyTraining.builder(data, parts)
            .overrides(settings)
            .listener(interrupted)
            .listener(new StopAfter(2, first))
            .build());
    assertThat(first.get().train().ending()).isEqualTo(TrainingSummary.Ending.STOPPED_ON_REQUEST);
    TrainingSummary summary =
        TinyTraining.builder(data, parts)
            .overrides(settings)
            .override("DATALOADER.NUM_WORKERS", "0")
            .listener(interrupted)
            .build()
            .resume();

    assertThat(summary.iterations()).isEqualTo(6);
    assertThat(interrupted.lines()).isEqualTo(uninterrupted.lines());
    assertThat(weights(parts.resolve("model_0000005.pth")))
        .isEqualTo(weights(whole.resolve("model_0000005.pth")));
    assertThat(weights(summary.finalModel())).isEqualTo(weights(whole.resolve("model_final.pth")));
  }

  @Test
  void hooks_areCalledAroundEveryStepAndChangeWhatIsTrained() {
    List<String> calls = new ArrayList<>();
    TrainingHook hook =
        new TrainingHook() {
          @Override
          public void beforeTraining(Trainee trainee, long iteration) {
            calls.add("begin " + iteration);
          }

          @Override
          public void beforeStep(Trainee trainee, long iteration) {
            calls.add("before " + iteration);
          }

          @Override
          public void afterStep(Trainee trainee, StepReport report) {
            calls.add("after " + report.iteration());
          }

          @Override
          public void afterTraining(Trainee trainee) {
            calls.add("end");
            try (TensorScope scope = TensorScope.open()) {
              trainee
                  .solver()
                  .parameters()
                  .values("init_proposal_boxes.weight")
                  .fill_(new Scalar(0.5));
            }
          }
        };
    TrainingSummary summary =
        new LibTorchTrainer(
                TinyTraining.builder(data, folder.resolve("output"))
                    .override("SOLVER.MAX_ITER", "2")
                    .options(),
                new TrainingParts() {
                  @Override
                  public List<TrainingHook> hooks(Config config) {
                    return List.of(hook);
                  }
                })
            .train();
    assertThat(calls)
        .containsExactly("begin 0", "before 0", "after 0", "before 1", "after 1", "end");
    assertThat(weights(summary.finalModel()).get("init_proposal_boxes.weight")).containsOnly(0.5f);
  }

  @Test
  void resume_fallsBackWhereTheLastCheckpointIsDamaged() throws IOException {
    Path output = folder.resolve("output");
    TinyTraining.Losses all = new TinyTraining.Losses();
    TinyTraining.builder(data, output)
        .override("SOLVER.CHECKPOINT_PERIOD", "2")
        .listener(all)
        .build()
        .train();
    Path last = output.resolve("model_0000005.pth");
    byte[] bytes = Files.readAllBytes(last);
    Files.write(last, Arrays.copyOf(bytes, bytes.length / 2));
    TinyTraining.Losses again = new TinyTraining.Losses();
    TinyTraining.builder(data, output).listener(again).build().resume();

    assertThat(again.lines()).isEqualTo(all.lines().subList(4, 6));
  }

  @Test
  void checkpoints_areKeptAsManyAsAskedFor() throws IOException {
    Path output = folder.resolve("output");
    TinyTraining.builder(data, output).override("SOLVER.CHECKPOINT_PERIOD", "1").build().train();
    try (var files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.contains("checkpoint") || name.startsWith("model"))
          .containsExactlyInAnyOrder(
              "last_checkpoint", "model_0000004.pth", "model_0000005.pth", "model_final.pth");
    }
    assertThat(output.resolve("last_checkpoint")).hasContent("model_0000005.pth");
    assertThat(output.resolve("metrics.json")).content().contains("total_loss");
    assertThat(output.resolve("config.yaml")).content().contains("NUM_PROPOSALS: 6");
    assertThat(output.resolve("log.txt")).isNotEmptyFile();
  }

  @Test
  void interruption_savesACheckpoint() {
    Path output = folder.resolve("output");
    TrainingListener interrupting =
        new TrainingListener() {
          @Override
          public void iterationFinished(TrainingProgress progress) {
            if (progress.iteration() == 2) {
              Thread.currentThread().interrupt();
            }
          }
        };
    TrainingSummary summary;
    try {
      summary = TinyTraining.builder(data, output).listener(interrupting).build().train();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(summary.ending()).isEqualTo(TrainingSummary.Ending.STOPPED_ON_REQUEST);
    assertThat(output.resolve("last_checkpoint")).hasContent("model_0000002.pth");
    assertThat(TinyTraining.builder(data, output).build().resume().iterations()).isEqualTo(6);
  }

  @Test
  void earlierRun_isSetAside() {
    Path output = folder.resolve("output");
    TinyTraining.builder(data, output).override("SOLVER.MAX_ITER", "4").build().train();
    TinyTraining.builder(data, output).override("SOLVER.MAX_ITER", "2").build().train();
    assertThat(output.resolve("earlier-run-1/model_0000003.pth")).exists();
    assertThat(output.resolve("earlier-run-1/model_final.pth")).exists();
    assertThat(output.resolve("model_0000003.pth")).doesNotExist();
    assertThat(output.resolve("last_checkpoint")).hasContent("model_0000001.pth");
  }

  @Test
  void finalModel_isDetectedWith() {
    TrainingSummary summary = TinyTraining.builder(data, folder.resolve("output")).build().train();
    assertThat(Checkpoint.read(summary.finalModel()).config().orElseThrow())
        .doesNotContain(folder.toString());
    try (Detector detector = Detector.load(summary.finalModel())) {
      assertThat(detector.categories().labels()).containsExactly("red", "cyan");
      assertThat(detector.predict(folder.resolve("pictures/1.png")).size()).isPositive();
    }
  }

  @Test
  void evaluation_findsTheBestModel_andIsRepeatedWithoutTraining() {
    Path output = folder.resolve("output");
    TrainingSummary summary =
        TinyTraining.builder(data, output)
            .validationData(data)
            .override("TEST.EVAL_PERIOD", "3")
            .build()
            .train();
    assertThat(summary.metrics()).containsKeys("bbox/AP", "bbox/APs", "bbox/AP-red");
    assertThat(output.resolve("inference/coco_instances_results.json")).isNotEmptyFile();
    assertThat(summary.bestModel()).hasValueSatisfying(best -> assertThat(best).exists());

    Map<String, Double> again =
        TinyTraining.builder(data, output)
            .validationData(data)
            .initialWeights(summary.finalModel())
            .build()
            .evaluate();
    assertThat(again).isEqualTo(summary.metrics());
  }

  @Test
  void training_endsEarlyWithoutProgress() {
    TrainingSummary summary =
        TinyTraining.builder(data, folder.resolve("output"))
            .validationData(data)
            .overrides(
                List.of(
                    "TEST.EVAL_PERIOD", "1",
                    "SOLVER.EARLY_STOPPING.PATIENCE", "2",
                    "SOLVER.EARLY_STOPPING.MIN_DELTA", "1000"))
            .build()
            .train();
    assertThat(summary.ending()).isEqualTo(TrainingSummary.Ending.STOPPED_EARLY);
    assertThat(summary.iterations()).isEqualTo(3);
  }

  @Test
  void expectedResults_areInsistedOn() {
    Trainer trainer =
        TinyTraining.builder(data, folder.resolve("output"))
            .validationData(data)
            .override("TEST.EXPECTED_RESULTS", "[['bbox', 'AP', 250.0, 1.0]]")
            .build();
    assertThatThrownBy(trainer::train)
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("bbox/AP")
        .hasMessageContaining("expected 250.0 ± 1.0");
  }

  @Test
  void rulesOfTheBuilder_holdParametersStill() {
    Path output = folder.resolve("output");
    TinyTraining.builder(data, output)
        .parameterRule(ParameterRule.rate("backbone\\..*", 0))
        .build()
        .train();
    Map<String, List<Float>> begun = weights(output.resolve("model_final.pth"));
    Path longer = folder.resolve("longer");
    TinyTraining.builder(data, longer)
        .parameterRule(ParameterRule.rate("backbone\\..*", 0))
        .override("SOLVER.MAX_ITER", "8")
        .build()
        .train();
    Map<String, List<Float>> gone = weights(longer.resolve("model_final.pth"));
    begun.forEach(
        (name, values) -> {
          if (name.startsWith("backbone.")) {
            assertThat(gone.get(name)).as(name).isEqualTo(values);
          }
        });
    assertThat(gone).isNotEqualTo(begun);
  }

  @Test
  void numberOfClasses_mustBeThatOfTheData() {
    Trainer trainer =
        TinyTraining.builder(data, folder.resolve("output"))
            .override("MODEL.SparseRCNN.NUM_CLASSES", "80")
            .build();
    assertThatThrownBy(trainer::train)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("NUM_CLASSES is 80")
        .hasMessageContaining("2 classes; set MODEL.SparseRCNN.NUM_CLASSES 2");
  }

  @Test
  void nothingNativeIsLeftBehind() {
    TinyTraining.builder(data, folder.resolve("warm")).build().train();
    long before = Pointer.totalCount();
    TinyTraining.builder(data, folder.resolve("output"))
        .validationData(data)
        .override("TEST.EVAL_PERIOD", "2")
        .override("MODEL_EMA.ENABLED", "True")
        .build()
        .train();
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }
}
