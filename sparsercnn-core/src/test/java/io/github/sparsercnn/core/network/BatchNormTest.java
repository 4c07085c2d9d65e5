package io.github.sparsercnn.core.network;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.testing.ThreadProcesses;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both kinds against the textbook, computed in double precision. */
class BatchNormTest {
  private static final int CHANNELS = 4;
  private static final int PIXELS = 5 * 6;
  private static final double EPS = 1e-5;
  private static final double TOLERANCE = 1e-5;

  /** Eight bits, rounded. */
  private static final double BFLOAT16 = 0x1p-8;

  private enum Kind {
    OWN {
      @Override
      BatchStatistics statistics(Weights weights) {
        return BatchStatistics.OWN;
      }
    },
    SHARED {
      @Override
      BatchStatistics statistics(Weights weights) {
        return new SharedStatistics(new Alone(), weights);
      }
    };

    abstract BatchStatistics statistics(Weights weights);
  }

  /** What a norm makes of a batch, and of the gradient of its result. */
  @SuppressWarnings("ArrayRecordComponent") // compared by element
  private record Outcome(
      float[] y,
      float[] gradient,
      float[] weightGradient,
      float[] biasGradient,
      float[] runningMean,
      float[] runningVar,
      long batches) {
    void assertCloseTo(Outcome expected) {
      assertClose("y", y, expected.y, TOLERANCE);
      assertClose("gradient of x", gradient, expected.gradient, TOLERANCE);
      assertClose("gradient of weight", weightGradient, expected.weightGradient, TOLERANCE);
      assertClose("gradient of bias", biasGradient, expected.biasGradient, TOLERANCE);
      assertClose("running mean", runningMean, expected.runningMean, TOLERANCE);
      assertClose("running variance", runningVar, expected.runningVar, TOLERANCE);
      assertThat(batches).isEqualTo(expected.batches);
    }
  }

  /** Values far from zero in some channels: differences of squares would show. */
  private static float[] pictures(int first, int count) {
    float[] values = new float[count * CHANNELS * PIXELS];
    for (int picture = 0; picture < count; picture++) {
      float[] noise = noise("picture " + (first + picture));
      for (int i = 0; i < noise.length; i++) {
        int channel = i / PIXELS;
        values[picture * noise.length + i] = 20f * channel + (1 + channel) * noise[i];
      }
    }
    return values;
  }

  private static float[] gradients(int first, int count) {
    float[] values = new float[count * CHANNELS * PIXELS];
    for (int picture = 0; picture < count; picture++) {
      float[] noise = noise("gradient " + (first + picture));
      System.arraycopy(noise, 0, values, picture * noise.length, noise.length);
    }
    return values;
  }

  private static float[] noise(String key) {
    FormulaWeights.Stream stream = new FormulaWeights.Stream(key);
    float[] noise = new float[CHANNELS * PIXELS];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) stream.next();
    }
    return noise;
  }

  private static Outcome run(BatchNorm norm, int first, int count) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = HostTensors.ofFloats(pictures(first, count), count, CHANNELS, 5, 6);
      Tensor y = norm.apply(x.set_requires_grad(true), norm.running());
      y.mul(HostTensors.ofFloats(gradients(first, count), count, CHANNELS, 5, 6)).sum().backward();
      return new Outcome(
          HostTensors.toFloats(y),
          HostTensors.toFloats(x.grad()),
          HostTensors.toFloats(norm.weight().grad()),
          HostTensors.toFloats(norm.bias().grad()),
          HostTensors.toFloats(norm.mean()),
          HostTensors.toFloats(norm.var()),
          HostTensors.toLongs(norm.running().batches())[0]);
    }
  }

  private static BatchNorm norm(Weights weights, BatchStatistics statistics) {
    try (TensorScope scope = TensorScope.open()) {
      BatchNorm norm = new BatchNorm(weights, CHANNELS, statistics);
      weights.parameters().values().forEach(BatchNormTest::makeTrainable);
      return norm;
    }
  }

  private static void makeTrainable(Tensor parameter) {
    parameter.set_requires_grad(true);
    parameter.mutable_grad().put(new Tensor());
  }

  /** The textbook. */
  private static Outcome expected(int count) {
    float[] x = pictures(0, count);
    float[] g = gradients(0, count);
    Outcome outcome =
        new Outcome(
            new float[x.length],
            new float[x.length],
            new float[CHANNELS],
            new float[CHANNELS],
            FormulaWeights.values("running_mean", CHANNELS),
            FormulaWeights.values("running_var", CHANNELS),
            1);
    float[] weights = FormulaWeights.values("weight", CHANNELS);
    float[] biases = FormulaWeights.values("bias", CHANNELS);
    double n = (double) count * PIXELS;
    for (int channel = 0; channel < CHANNELS; channel++) {
      int[] places = places(channel, count);
      double mean = Arrays.stream(places).mapToDouble(i -> x[i]).sum() / n;
      double squares = Arrays.stream(places).mapToDouble(i -> (x[i] - mean) * (x[i] - mean)).sum();
      double std = Math.sqrt(squares / n + EPS);
      double weight = weights[channel];
      double sum = Arrays.stream(places).mapToDouble(i -> g[i]).sum();
      double product = Arrays.stream(places).mapToDouble(i -> g[i] * (x[i] - mean) / std).sum();
      for (int i : places) {
        double normal = (x[i] - mean) / std;
        outcome.y[i] = (float) (weight * normal + biases[channel]);
        outcome.gradient[i] = (float) (weight / std * (g[i] - sum / n - normal * product / n));
      }
      outcome.weightGradient[channel] = (float) product;
      outcome.biasGradient[channel] = (float) sum;
      outcome.runningMean[channel] = (float) (0.9 * outcome.runningMean[channel] + 0.1 * mean);
      outcome.runningVar[channel] =
          (float) (0.9 * outcome.runningVar[channel] + 0.1 * squares / (n - 1));
    }
    return outcome;
  }

  private static int[] places(int channel, int count) {
    int[] places = new int[count * PIXELS];
    for (int i = 0; i < places.length; i++) {
      places[i] = (i / PIXELS * CHANNELS + channel) * PIXELS + i % PIXELS;
    }
    return places;
  }

  @ParameterizedTest
  @EnumSource
  void batches_areNormalisedAsInTheTextbook(Kind kind) {
    try (Weights weights = new Weights(new FormulaWeights())) {
      BatchNorm norm;
      try (TensorScope scope = TensorScope.open()) {
        norm = norm(weights, kind.statistics(weights));
      }
      run(norm, 0, 3).assertCloseTo(expected(3));
    }
  }

  @Test
  void sharedStatistics_areThoseOfAllPicturesOfAllProcesses() {
    List<Outcome> ranks =
        ThreadProcesses.run(
            2,
            group -> {
              try (Weights weights = new Weights(new FormulaWeights())) {
                BatchNorm norm;
                try (TensorScope scope = TensorScope.open()) {
                  norm = norm(weights, new SharedStatistics(group, weights));
                }
                return group.isFirst() ? run(norm, 0, 1) : run(norm, 1, 2);
              }
            });

    Outcome first = ranks.get(0);
    Outcome second = ranks.get(1);
    assertThat(second.runningMean).isEqualTo(first.runningMean);
    assertThat(second.runningVar).isEqualTo(first.runningVar);
    new Outcome(
            joined(first.y, second.y),
            joined(first.gradient, second.gradient),
            added(first.weightGradient, second.weightGradient),
            added(first.biasGradient, second.biasGradient),
            first.runningMean,
            first.runningVar,
            first.batches)
        .assertCloseTo(expected(3));
  }

  private static float[] joined(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static float[] added(float[] first, float[] second) {
    float[] sum = new float[first.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = first[i] + second[i];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource
  void statistics_needNoGradients(Kind kind) {
    try (Weights weights = new Weights(new FormulaWeights());
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      BatchNorm norm = norm(weights, kind.statistics(weights));
      Tensor x = HostTensors.ofFloats(pictures(0, 3), 3, CHANNELS, 5, 6);
      Tensor y = norm.apply(x, norm.running());
      assertClose("y", HostTensors.toFloats(y), expected(3).y, TOLERANCE);
      assertThat(y.requires_grad()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfPrecision_keepsStatisticsInSinglePrecision(Kind kind) {
    try (Weights weights = new Weights(new FormulaWeights());
        TensorScope scope = TensorScope.open()) {
      BatchNorm norm = norm(weights, kind.statistics(weights));
      // Steps of 1/4 are exact in bfloat16.
      float[] values = pictures(0, 3);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(4 * values[i] % 20) / 4f;
      }
      Tensor x = HostTensors.ofFloats(values, 3, CHANNELS, 5, 6);
      Tensor half = x.to(ScalarType.BFloat16).set_requires_grad(true);
      Tensor y = norm.apply(half, norm.running());
      Tensor gradient = HostTensors.ofFloats(gradients(0, 3), 3, CHANNELS, 5, 6);
      y.mul(gradient.to(ScalarType.BFloat16)).sum().backward();
      float[] mean = HostTensors.toFloats(norm.mean());

      try (Weights others = new Weights(new FormulaWeights())) {
        BatchNorm single = norm(others, BatchStatistics.OWN);
        x.set_requires_grad(true);
        Tensor expected = single.apply(x, single.running());
        expected.mul(gradient).sum().backward();
        assertThat(y.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        assertClose("y", HostTensors.toFloats(y), HostTensors.toFloats(expected), BFLOAT16);
        assertClose(
            "gradient",
            HostTensors.toFloats(half.grad()),
            HostTensors.toFloats(x.grad()),
            4 * BFLOAT16);
        assertClose("mean", mean, HostTensors.toFloats(single.mean()), TOLERANCE);
      }
    }
  }

  @Test
  void singleValues_areRefused() {
    try (Weights weights = new Weights(new FormulaWeights());
        TensorScope scope = TensorScope.open()) {
      BatchNorm norm = norm(weights, BatchStatistics.OWN);
      Tensor x = HostTensors.ofFloats(new float[CHANNELS], 1, CHANNELS, 1, 1);
      assertThatThrownBy(() -> norm.apply(x, norm.running()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("gets one value per channel, [1, 4, 1, 1], expected at least two");
      assertThat(HostTensors.toLongs(norm.running().batches())).containsExactly(0);
    }
  }
}
