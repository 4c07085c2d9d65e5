package io.github.sparsercnn.core.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class NeuralOpsTest {
  private static final int SIDE = 80;

  /** With oneDNN's own kernel the JVM dies here. */
  @Test
  void gradientOfANarrowStridedConvolution_keepsToItsMemory() {
    for (int channels : new int[] {4, 8, 12, 16}) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor x = Ops.channelsLast(ones(2, channels, SIDE, SIDE));
        Tensor weight = ones(16, channels, 1, 1).set_requires_grad(true);
        NeuralOps.conv2d(x, weight, null, new Geometry(2, 0, 1)).sum().backward();
        assertThat(HostTensors.toFloats(weight.grad()))
            .hasSize(16 * channels)
            .containsOnly(2f * SIDE / 2 * SIDE / 2);
      }
    }
  }

  private static Tensor ones(long... shape) {
    return Ops.zeros(shape).fill_(new Scalar(1.0));
  }
}
