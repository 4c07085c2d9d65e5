package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.core.torch.ComputeDevice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole network against the official code, on the CPU. */
class GoldenForwardTest {
  @ParameterizedTest
  @CsvSource({
    "tiny, 1e-4",
    "tiny_batch2, 1e-4",
    "tiny_softmax, 1e-4",
    "tiny_stride_in_1x1, 1e-4",
    "tiny_fixed_proposals, 1e-4",
    "r50_100, 1e-4",
    "r101_100, 1e-4",
    // In these two, float64 itself is 1e-4 away from the golden.
    "r50_300, 5e-4",
    "crowdhuman, 5e-4",
    "photo_r50_100, 1e-4"
  })
  void forward_equalsTheOfficialCodeInBothLives(String name, double tolerance) {
    GoldenForward.check(name, tolerance, new ComputeDevice("cpu"));
  }
}
