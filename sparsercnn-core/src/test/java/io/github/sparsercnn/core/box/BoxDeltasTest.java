package io.github.sparsercnn.core.box;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;

import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class BoxDeltasTest {
  @Test
  void apply_equalsTheOfficialHead() {
    Goldens golden = Goldens.open("misc/boxes.safetensors");
    try (TensorScope scope = TensorScope.open()) {
      Tensor moved = BoxDeltas.apply(golden.tensor("deltas"), golden.tensor("a"));
      assertClose("apply_deltas", HostTensors.toFloats(moved), golden.floats("apply_deltas"), 1e-5);
    }
  }
}
