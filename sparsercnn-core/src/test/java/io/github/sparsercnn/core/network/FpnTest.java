package io.github.sparsercnn.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class FpnTest {
  private static final List<Integer> CHANNELS = List.of(4, 8, 16);

  private static Fpn fpn(Weights weights) {
    return Fpn.of(weights, 2, CHANNELS, 6);
  }

  /** Outputs of three stages, finest first. */
  private static List<Tensor> stages() {
    List<Tensor> stages = new ArrayList<>();
    for (int i = 0; i < CHANNELS.size(); i++) {
      long side = 16 >> i;
      stages.add(new FormulaWeights().get("stage" + i + ".weight", 2, CHANNELS.get(i), side, side));
    }
    return stages;
  }

  @Test
  void maps_areTheOutputConvolutionsOfWhatWasMerged() {
    try (Weights weights = new Weights(new FormulaWeights());
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Fpn fpn = fpn(weights);
      List<Tensor> merged = fpn.merge(stages());
      List<Tensor> maps = fpn.apply(stages());
      assertThat(maps).hasSameSizeAs(merged);
      for (int i = 0; i < maps.size(); i++) {
        assertThat(HostTensors.toFloats(maps.get(i)))
            .isEqualTo(HostTensors.toFloats(fpn.outputs().get(i).apply(merged.get(i))));
      }
    }
  }

  @Test
  void maps_areAllThatIsLeft() {
    try (Weights weights = new Weights(new FormulaWeights());
        TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Fpn fpn = fpn(weights);
      List<Tensor> stages = stages();
      long before = Pointer.totalCount() - stages.size();
      List<Tensor> maps = fpn.apply(stages);
      assertThat(stages).allMatch(stage -> stage.isNull());
      assertThat(Pointer.totalCount()).isEqualTo(before + maps.size());
    }
  }
}
