package io.github.sparsercnn.core.box;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class BoxOverlapTest {
  @Test
  void giou_equalsTheOfficialOne() {
    Goldens golden = Goldens.open("misc/boxes.safetensors");
    try (TensorScope scope = TensorScope.open()) {
      Tensor a = golden.tensor("a").unsqueeze(1);
      Tensor b = golden.tensor("b").unsqueeze(0);
      assertClose("giou", HostTensors.toFloats(BoxOverlap.giou(a, b)), golden.floats("giou"), 1e-6);
    }
  }

  @Test
  void giou_isOneForEqualBoxesAndNegativeForDistantOnes() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor a = HostTensors.ofFloats(new float[] {10, 10, 20, 30, 0, 0, 1, 1}, 2, 4);
      Tensor b = HostTensors.ofFloats(new float[] {10, 10, 20, 30, 9, 9, 10, 10}, 2, 4);
      // union 2, hull 100
      assertThat(HostTensors.toFloats(BoxOverlap.giou(a, b))).containsExactly(1f, -0.98f);
    }
  }
}
