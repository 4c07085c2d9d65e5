package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.criterion.Losses;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.TrainingPass;
import io.github.sparsercnn.core.testing.GoldenTraining;
import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.FreezeAt;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training with bfloat16 layers, measured against training in single precision. */
class MixedPrecisionTest {
  private static final String GOLDEN = "tiny_adamw";

  /** The dynamic interactions' layers have as many values. */
  private static final int LARGE = 100_000;

  private static final long LEAK_OF_FIFTY_STEPS = 75_000_000;

  /** What one pass says. */
  private record Pass(Map<String, Double> losses, Map<String, float[]> gradients) {
    static Pass of(Precision precision, int freezeAt) {
      try (GoldenTraining training = new GoldenTraining(GOLDEN, false)) {
        return of(training, precision, freezeAt);
      }
    }

    static Pass of(GoldenTraining training, Precision precision, int freezeAt) {
      try (FlatParameters parameters =
              FlatParameters.of(new FreezeAt(freezeAt).trainable(training.parameters()));
          TensorScope scope = TensorScope.open()) {
        ImageBatch batch = training.batch();
        TrainingPass pass = training.network().trainingPass(batch, precision);
        Losses losses = training.criterion().losses(pass.stages(), batch, training.truths());
        pass.backward(losses.total());
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (String name : parameters.names()) {
          Tensor gradient = parameters.slice(parameters.gradients(), name);
          gradients.put(name, HostTensors.toFloats(gradient));
        }
        return new Pass(losses.values(), gradients);
      }
    }

    double total() {
      return losses.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void losses_areThoseOfSinglePrecisionWithinTwoPercent(int freezeAt) {
    Pass exact = Pass.of(Precision.FP32, freezeAt);
    Pass mixed = Pass.of(Precision.BF16, freezeAt);
    assertThat(mixed.total()).isNotEqualTo(exact.total()); // or it was not mixed
    assertThat(mixed.total()).isCloseTo(exact.total(), withinPercentage(2));
    exact
        .losses()
        .forEach(
            (term, value) ->
                assertThat(mixed.losses().get(term))
                    .as(term)
                    .isCloseTo(value, withinPercentage(2)));
  }

  /**
   * Even pictures rounded to bfloat16 turn single gradients of this untrained network by 0.994, so
   * the bounds here are those of PyTorch's autocast.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void gradients_pointWhereThoseOfSinglePrecisionPoint(int freezeAt) {
    Map<String, float[]> exact = Pass.of(Precision.FP32, freezeAt).gradients();
    Map<String, float[]> mixed = Pass.of(Precision.BF16, freezeAt).gradients();
    assertThat(mixed.keySet()).isEqualTo(exact.keySet());
    assertThat(mixed.containsKey("backbone.bottom_up.res2.0.conv1.weight")).isEqualTo(freezeAt < 2);
    List<String> compared = new ArrayList<>();
    exact.forEach(
        (name, gradient) -> {
          if (gradient.length >= LARGE) {
            compared.add(name);
            assertThat(cosine(gradient, mixed.get(name))).as(name).isGreaterThan(0.96);
          }
        });
    assertThat(compared).hasSize(6);
    float[] all = concatenated(exact);
    assertThat(cosine(all, concatenated(mixed))).isGreaterThan(0.985);
    assertThat(norm(concatenated(mixed))).isCloseTo(norm(all), withinPercentage(3));
  }

  private static float[] concatenated(Map<String, float[]> gradients) {
    FloatBuffer all =
        FloatBuffer.allocate(gradients.values().stream().mapToInt(g -> g.length).sum());
    gradients.values().forEach(all::put);
    return all.array();
  }

  private static double cosine(float[] a, float[] b) {
    return dot(a, b) / (norm(a) * norm(b));
  }

  private static double norm(float[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void passes_areRepeatedToTheLastBitAndLeaveNoTrace() {
    try (GoldenTraining training = new GoldenTraining(GOLDEN, false)) {
      Pass exact = Pass.of(training, Precision.FP32, 2);
      Pass mixed = Pass.of(training, Precision.BF16, 2);
      same(Pass.of(training, Precision.BF16, 2), mixed);
      same(Pass.of(training, Precision.FP32, 2), exact);
    }
  }

  private static void same(Pass actual, Pass expected) {
    assertThat(actual.losses()).isEqualTo(expected.losses());
    expected
        .gradients()
        .forEach(
            (name, gradient) ->
                assertThat(actual.gradients().get(name)).as(name).isEqualTo(gradient));
  }

  @Test
  void stagesAndParameters_staySinglePrecision() {
    try (GoldenTraining training = new GoldenTraining(GOLDEN, false);
        TensorScope scope = TensorScope.open()) {
      TrainingPass pass = training.network().trainingPass(training.batch(), Precision.BF16);
      pass.stages()
          .forEach(
              stage -> {
                assertThat(type(stage.boxes())).isEqualTo(ScalarType.Float);
                assertThat(type(stage.logits())).isEqualTo(ScalarType.Float);
                assertThat(type(stage.features())).isEqualTo(ScalarType.Float);
              });
      training
          .parameters()
          .forEach((name, tensor) -> assertThat(type(tensor)).as(name).isEqualTo(ScalarType.Float));
    }
  }

  private static ScalarType type(Tensor tensor) {
    return tensor.scalar_type().intern();
  }

  @Test
  void halfPrecision_isRefused() {
    try (GoldenTraining training = new GoldenTraining(GOLDEN, false);
        TensorScope scope = TensorScope.open()) {
      ImageBatch batch = training.batch();
      assertThatThrownBy(() -> training.network().trainingPass(batch, Precision.FP16))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FP16")
          .hasMessageContaining("use BF16");
    }
  }

  @Test
  void config_switchesMixedPrecisionOn() {
    try (GoldenTraining training = new GoldenTraining(GOLDEN, false);
        Solver solver = solver(training)) {
      assertThat(step(training, solver, false).precision()).isEqualTo(Precision.FP32);
      assertThat(step(training, solver, true).precision()).isEqualTo(Precision.BF16);
    }
  }

  @Test
  void nativeMemory_isFlatOverSteps() {
    try (GoldenTraining training = new GoldenTraining(GOLDEN, false);
        Solver solver = solver(training);
        TensorScope scope = TensorScope.open()) {
      TrainingStep step = step(training, solver, true);
      ImageBatch batch = training.batch();
      step.run(batch, training.truths(), 0);
      long pointers = Pointer.totalCount();
      for (int i = 1; i <= 10; i++) {
        step.run(batch, training.truths(), i);
      }
      long resident = Pointer.physicalBytes();
      for (int i = 11; i <= 60; i++) {
        step.run(batch, training.truths(), i);
      }
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers);
      assertThat(Pointer.physicalBytes() - resident).isLessThan(LEAK_OF_FIFTY_STEPS);
    }
  }

  private static Solver solver(GoldenTraining training) {
    return Solver.of(
        training.config(), training.parameters(), ParameterRules.of(training.config()));
  }

  private static TrainingStep step(GoldenTraining training, Solver solver, boolean amp) {
    return TrainingStep.of(
        training.config().with("SOLVER.AMP.ENABLED", amp),
        training.network(),
        training.criterion(),
        solver,
        new Alone());
  }
}
