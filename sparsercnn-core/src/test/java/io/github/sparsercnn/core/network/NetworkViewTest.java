package io.github.sparsercnn.core.network;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.testing.SmallNetwork;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class NetworkViewTest {
  private static final double TOLERANCE = 1e-5;

  @Test
  void view_saysWhatForwardSaysBitForBit() {
    try (SmallNetwork small = new SmallNetwork("FrozenBN", Normalization.fixed());
        TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      ImageBatch batch = SmallNetwork.pictures(0, 2);
      List<StageOutput> expected = small.network().forward(batch);
      NetworkView view = small.network().view(batch);

      assertThat(view.stages()).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        StageOutput output = view.stages().get(i).output();
        assertThat(HostTensors.toDoubles(output.logits()))
            .isEqualTo(HostTensors.toDoubles(expected.get(i).logits()));
        assertThat(HostTensors.toDoubles(output.boxes()))
            .isEqualTo(HostTensors.toDoubles(expected.get(i).boxes()));
      }
      assertThat(view.strides()).containsExactly(4, 8, 16, 32);
      assertThat(view.maps()).hasSize(4);
      assertThat(view.finest()).isEqualTo(2);
    }
  }

  @Test
  void view_startsEachStageWhereTheOneBeforeEnded() {
    try (SmallNetwork small = new SmallNetwork("FrozenBN", Normalization.fixed());
        TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      List<StageView> stages = small.network().view(SmallNetwork.pictures(0, 1)).stages();

      assertThat(HostTensors.toDoubles(stages.get(1).inBoxes()))
          .isEqualTo(HostTensors.toDoubles(stages.get(0).output().boxes()));
      assertThat(HostTensors.shape(stages.get(0).pooled())).containsExactly(1, 3, 7, 7, 16);
      for (int level : HostTensors.toInts(stages.get(0).levels())) {
        assertThat(level).isBetween(2, 5);
      }
    }
  }

  @Test
  void attentionWeights_sumToOneAndMixAsTheLayerDoes() {
    try (Weights weights = new Weights(new FormulaWeights());
        TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      SelfAttention attention = SelfAttention.of(weights.child("self_attn"), 16, 4);
      Tensor x = new FormulaWeights().get("x.weight", 2, 5, 16);

      Tensor shares = attention.weights(x);

      assertThat(HostTensors.shape(shares)).containsExactly(2, 4, 5, 5);
      for (double sum : HostTensors.toDoubles(shares.sum(3))) {
        assertThat(sum).isCloseTo(1, within(TOLERANCE));
      }
      Tensor values = attention.input().apply(x).narrow(2, 32, 16).view(2, 5, 4, 4).transpose(1, 2);
      Tensor mixed =
          attention.output().apply(shares.matmul(values).transpose(1, 2).reshape(2, 5, 16));
      assertClose(
          "mixture",
          HostTensors.toFloats(mixed),
          HostTensors.toFloats(attention.apply(x)),
          TOLERANCE);
    }
  }
}
