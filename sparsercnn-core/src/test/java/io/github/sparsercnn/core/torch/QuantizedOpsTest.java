package io.github.sparsercnn.core.torch;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.torch.QuantizedOps.Bytes;
import io.github.sparsercnn.core.torch.QuantizedOps.Weight;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizedOpsTest {
  private static final double TOLERANCE = 0.02;

  private static Tensor random(String key, long... shape) {
    return HostTensors.ofFloats(FormulaWeights.values(key + ".bottom_up.", shape), shape);
  }

  private static float[] floats(Tensor bytes, Bytes meaning) {
    float[] values = HostTensors.toFloats(bytes);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((values[i] - meaning.zeroPoint()) * meaning.scale());
    }
    return values;
  }

  private static Bytes covering(Tensor x) {
    return Bytes.covering(x.min().item_double(), x.max().item_double());
  }

  @Test
  void bytes_coverARangeAndZero() {
    assertThat(Bytes.covering(0, 255)).isEqualTo(new Bytes(1, 0));
    assertThat(Bytes.covering(1, 255)).isEqualTo(new Bytes(1, 0));
    assertThat(Bytes.covering(-128, 127)).isEqualTo(new Bytes(1, 128));
    assertThat(Bytes.covering(0, 0).scale()).isGreaterThan(0);
    assertThat(Bytes.covering(-3, -1).zeroPoint()).isEqualTo(255);
    assertThat(Bytes.covering(-3, -1).scale()).isCloseTo(3 / 255.0, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 1", "3, 2, 1", "1, 1, 1", "1, 2, 1", "3, 1, 4"})
  void convolution_equalsThePlainOneNearly(int kernel, int stride, int groups) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      int padding = kernel / 2;
      Geometry geometry = new Geometry(stride, padding, groups);
      Tensor x = random("x", 2, 16, 19, 23).abs();
      Tensor kernelWeights = random("weight", 32, 16 / groups, kernel, kernel);
      Tensor bias = random("bias", 32);
      Tensor plain = NeuralOps.conv2d(x, kernelWeights, bias, geometry);
      Bytes in = covering(x);
      Tensor bytes = Ops.channelsLast(QuantizedOps.quantize(x, in));
      Weight weight = QuantizedOps.packConvolution(kernelWeights, in, geometry);

      Bytes signed = covering(plain);
      assertClose(
          "to bytes",
          floats(
              QuantizedOps.convolution(bytes, in, weight, bias, geometry, signed, false), signed),
          HostTensors.toFloats(plain),
          TOLERANCE);
      Bytes positive = covering(plain.relu());
      assertClose(
          "with ReLU",
          floats(
              QuantizedOps.convolution(bytes, in, weight, bias, geometry, positive, true),
              positive),
          HostTensors.toFloats(plain.relu()),
          TOLERANCE);
      assertClose(
          "to bfloat16",
          HostTensors.toFloats(
              QuantizedOps.convolutionToBfloat16(bytes, in, weight, bias, geometry, false)),
          HostTensors.toFloats(plain),
          TOLERANCE);

      Tensor other = random("other", HostTensors.shape(plain));
      Tensor sum = plain.add(other).relu();
      Bytes before = covering(other);
      Bytes after = covering(sum);
      Tensor accumulated = Ops.channelsLast(QuantizedOps.quantize(other, before)).clone();
      QuantizedOps.convolutionAdd(
          bytes, in, accumulated, before, weight, bias, geometry, after, true);
      assertClose("with sum", floats(accumulated, after), HostTensors.toFloats(sum), TOLERANCE);

      Tensor rounded = Ops.channelsLast(Ops.toBfloat16(other)).clone();
      QuantizedOps.convolutionAdd(
          bytes, in, rounded, new Bytes(1, 0), weight, bias, geometry, new Bytes(1, 0), false);
      assertClose(
          "with sum in bfloat16",
          HostTensors.toFloats(rounded),
          HostTensors.toFloats(plain.add(other)),
          TOLERANCE);
    }
  }
}
