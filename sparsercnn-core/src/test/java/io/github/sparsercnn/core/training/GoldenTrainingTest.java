package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.core.criterion.Losses;
import io.github.sparsercnn.core.testing.GoldenTraining;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training against the official code: losses, gradients, and the way down. */
class GoldenTrainingTest {
  private static final int SAMPLES = 8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny_adamw",
        "tiny_one_image_without_boxes",
        "tiny_sgd_backbone_multiplier",
        "tiny_softmax"
      })
  void firstIteration_hasTheOfficialLossesAndGradients(String name) {
    checkFirstIteration(name);
  }

  private static void checkFirstIteration(String name) {
    try (GoldenTraining training = new GoldenTraining(name, false);
        FlatParameters parameters =
            FlatParameters.of(new FreezeAt(2).trainable(training.parameters()));
        TensorScope scope = TensorScope.open()) {
      assertThat(parameters.names()).containsExactlyElementsOf(training.parameterNames());
      Losses losses =
          training
              .criterion()
              .losses(
                  training.network().forward(training.batch(), true),
                  training.batch(),
                  training.truths());
      JsonNode expected = training.history().get(0);
      losses
          .values()
          .forEach(
              (term, value) -> {
                double golden = expected.get(term).doubleValue();
                assertThat(value).as(term).isCloseTo(golden, within(1e-4 * Math.abs(golden)));
              });
      losses.total().backward();
      double norm = expected.get("grad_norm").doubleValue();
      assertThat(parameters.gradientNorm().item_double()).isCloseTo(norm, within(1e-3 * norm));
      checkGradients(parameters, training);
    }
  }

  private static void checkGradients(FlatParameters parameters, GoldenTraining training) {
    Goldens golden = training.golden();
    double[] expected = HostTensors.toDoubles(golden.tensor("grads"));
    int row = 0;
    for (String name : training.parameterNames()) {
      double[] gradient = HostTensors.toDoubles(parameters.slice(parameters.gradients(), name));
      double norm = expected[row];
      double sum = 0;
      for (double value : gradient) {
        sum += value * value;
      }
      assertThat(Math.sqrt(sum)).as(name + ": norm").isCloseTo(norm, within(3e-3 * norm));
      for (int i = 0; i < SAMPLES; i++) {
        int at = (int) Math.floor((gradient.length - 1) * (double) i / (SAMPLES - 1));
        assertThat(gradient[at])
            .as(name + "[" + at + "]")
            .isCloseTo(expected[row + 2 + i], within(3e-3 * norm));
      }
      row += 2 + SAMPLES;
    }
  }
}
