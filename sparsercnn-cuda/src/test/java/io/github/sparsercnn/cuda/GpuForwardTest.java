package io.github.sparsercnn.cuda;

import io.github.sparsercnn.core.inference.GoldenForward;
import io.github.sparsercnn.core.torch.ComputeDevice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole network against the official code, on a GPU in float32 (TF32 off). */
@Tag("gpu")
@NeedsGpu
class GpuForwardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny",
        "tiny_batch2",
        "tiny_softmax",
        "tiny_stride_in_1x1",
        "tiny_fixed_proposals",
        "r50_100",
        "r101_100",
        "r50_300",
        "crowdhuman"
      })
  void forward_equalsTheOfficialCodeInBothLives(String name) {
    GoldenForward.check(name, 1e-3, ComputeDevice.of("cuda"));
  }
}
