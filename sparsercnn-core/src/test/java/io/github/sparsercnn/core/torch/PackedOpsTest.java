package io.github.sparsercnn.core.torch;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;

import io.github.sparsercnn.core.testing.FormulaWeights;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedOpsTest {
  private static final double EXACT = 1e-5;
  private static final double BFLOAT16 = 0.02;

  private static Tensor random(String key, long... shape) {
    long numel = 1;
    for (long size : shape) {
      numel *= size;
    }
    FormulaWeights.Stream stream = new FormulaWeights.Stream(key);
    float[] values = new float[(int) numel];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.next();
    }
    return HostTensors.ofFloats(values, shape);
  }

  private static Tensor as(Tensor x, boolean bfloat16) {
    return bfloat16 ? Ops.toBfloat16(x) : x;
  }

  private static void assertSame(String what, Tensor actual, Tensor expected, double tolerance) {
    assertClose(what, HostTensors.toFloats(actual), HostTensors.toFloats(expected), tolerance);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, 1, false",
    "3, 2, 1, 1, false",
    "3, 1, 0, 1, false",
    "1, 1, 0, 1, false",
    "1, 2, 0, 1, false",
    "3, 1, 1, 4, false",
    "7, 2, 3, 1, false",
    "3, 1, 1, 1, true",
    "1, 1, 0, 1, true"
  })
  void convolution_equalsThePlainOne(
      int kernel, int stride, int padding, int groups, boolean bfloat16) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      Geometry geometry = new Geometry(stride, padding, groups);
      Tensor x = random("x", 2, 16, 19, 23);
      Tensor weight = random("weight", 32, 16 / groups, kernel, kernel);
      Tensor bias = random("bias", 32);
      Tensor plain = NeuralOps.conv2d(x, weight, bias, geometry);
      Tensor other = random("other", HostTensors.shape(plain));

      Tensor input = Ops.channelsLast(as(x, bfloat16));
      Tensor packed = PackedOps.packConvolution(Ops.channelsLast(as(weight, bfloat16)), geometry);
      Tensor shift = as(bias, bfloat16);
      double tolerance = bfloat16 ? BFLOAT16 : EXACT;
      assertSame(
          "convolution",
          PackedOps.convolution(input, packed, shift, geometry, false),
          plain,
          tolerance);
      assertSame(
          "with ReLU",
          PackedOps.convolution(input, packed, shift, geometry, true),
          plain.relu(),
          tolerance);
      for (boolean relu : new boolean[] {false, true}) {
        Tensor sum = Ops.channelsLast(as(other, bfloat16)).clone();
        PackedOps.convolutionAdd(input, sum, packed, shift, geometry, relu);
        Tensor expected = plain.add(other);
        assertSame("with sum", sum, relu ? expected.relu() : expected, tolerance);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true"})
  void linear_equalsThePlainOne(boolean biased, boolean bfloat16) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      Tensor x = random("x", 2, 5, 48);
      Tensor weight = random("weight", 33, 48);
      Tensor bias = biased ? random("bias", 33) : null;
      Tensor plain = NeuralOps.linear(x, weight, bias);
      Tensor packed = PackedOps.packLinear(as(weight, bfloat16), 100);
      Tensor shift = bias == null ? null : as(bias, bfloat16);
      double tolerance = bfloat16 ? BFLOAT16 : EXACT;
      assertSame(
          "linear", PackedOps.linear(as(x, bfloat16), packed, shift, false), plain, tolerance);
      assertSame(
          "with ReLU",
          PackedOps.linear(as(x, bfloat16), packed, shift, true),
          plain.relu(),
          tolerance);
    }
  }
}
