package io.github.sparsercnn.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.testing.GoldenTraining;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.StepReport;
import io.github.sparsercnn.core.training.TrainingStep;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on a GPU: the official losses, and the same ones in each run. */
@Tag("gpu")
@NeedsGpu
class GpuTrainingTest {
  /** After these, float32 drifts on every device. */
  private static final int SAME_IN_SINGLE_PRECISION = 3;

  private static final int REPEATED = 10;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny_adamw",
        "tiny_one_image_without_boxes",
        "tiny_sgd_backbone_multiplier",
        "tiny_softmax",
        "r50_100"
      })
  void steps_leadDownTheOfficialWay(String name) {
    try (GoldenTraining training = open(name)) {
      List<StepReport> reports =
          steps(training, Math.min(SAME_IN_SINGLE_PRECISION, training.history().size()));
      for (int i = 0; i < reports.size(); i++) {
        JsonNode expected = training.history().get(i);
        String where = "iteration " + i + ": ";
        for (Map.Entry<String, Double> loss : reports.get(i).losses().entrySet()) {
          double golden = expected.get(loss.getKey()).doubleValue();
          assertThat(loss.getValue())
              .as(where + loss.getKey())
              .isCloseTo(golden, within(1e-3 * Math.max(1, golden)));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_adamw", "r50_100"})
  void equalRuns_haveEqualLossesToTheLastBit(String name) {
    List<String> first = losses(name);
    assertThat(losses(name)).isEqualTo(first);
  }

  @Test
  void bfloat16_followsFloat32() {
    try (GoldenTraining training = open("tiny_adamw");
        TensorScope scope = TensorScope.open()) {
      ImageBatch batch = training.batch();
      var pass = training.network().trainingPass(batch, Precision.BF16);
      double total =
          training
              .criterion()
              .losses(pass.stages(), batch, training.truths())
              .total()
              .item_double();
      double golden = training.history().get(0).get("total_loss").doubleValue();
      assertThat(total).isCloseTo(golden, within(0.02 * golden));
    }
  }

  private static List<String> losses(String name) {
    try (GoldenTraining training = open(name)) {
      return steps(training, REPEATED).stream().map(report -> report.losses().toString()).toList();
    }
  }

  private static List<StepReport> steps(GoldenTraining training, int count) {
    try (Solver solver =
            Solver.of(
                training.config(), training.parameters(), ParameterRules.of(training.config()));
        TensorScope scope = TensorScope.open()) {
      TrainingStep step = new TrainingStep(training.network(), training.criterion(), solver);
      ImageBatch batch = training.batch();
      List<StepReport> reports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        reports.add(step.run(batch, training.truths(), i));
      }
      return reports;
    }
  }

  private static GoldenTraining open(String name) {
    return new GoldenTraining(name, false, ComputeDevice.of("cuda"));
  }
}
