package io.github.sparsercnn.core.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ProposalContextTest {
  /** Pictures of 9x5 and 16x8 pixels, padded to 16x8, in levels of strides 4 and 8. */
  private static ProposalContext context() {
    return new ProposalContext(
        List.of(Ops.zeros(2, 3, 2, 4), Ops.zeros(2, 3, 1, 2)),
        List.of(4, 8),
        List.of(new ImageSize(9, 5), new ImageSize(16, 8)),
        HostTensors.ofFloats(new float[] {9, 5, 9, 5, 16, 8, 16, 8}, 2, 4),
        false);
  }

  @Test
  void paddingMask_isTrueOnCellsThatThePictureDoesNotReach() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor fine = context().paddingMask(0);
      assertThat(fine.scalar_type().intern()).isEqualTo(ScalarType.Bool);
      assertThat(HostTensors.shape(fine)).containsExactly(2, 2, 4);
      assertThat(HostTensors.toFloats(Ops.toFloat(fine)))
          .containsExactly(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
      assertThat(HostTensors.toFloats(Ops.toFloat(context().paddingMask(1))))
          .containsExactly(0, 0, 0, 0);
    }
  }

  @Test
  void toPixels_placesFractionsInEachPicture() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor one = HostTensors.ofFloats(new float[] {0.5f, 0.5f, 1, 0.5f}, 1, 4);
      float[] expected = {0, 1.25f, 9, 3.75f, 0, 2, 16, 6};
      assertThat(HostTensors.toFloats(context().toPixels(one)))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(expected);
      assertThat(HostTensors.toFloats(context().toPixels(context().repeat(one))))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(expected);
    }
  }

  @Test
  void context_tellsElementTypes() {
    try (TensorScope scope = TensorScope.open()) {
      assertThat(context().dtype()).isEqualTo(ScalarType.Float);
      assertThat(context().device().is_cpu()).isTrue();
      Tensor zeros =
          org.bytedeco.pytorch.global.torch.zeros(new long[] {2}, context().boxOptions());
      assertThat(zeros.scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(zeros.sum().item_double()).isCloseTo(0, within(0.0));
    }
  }
}
