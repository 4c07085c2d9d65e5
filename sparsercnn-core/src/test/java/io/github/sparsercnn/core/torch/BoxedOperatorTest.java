package io.github.sparsercnn.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class BoxedOperatorTest {
  @Test
  void call_passesIntegerListsNoneAndNumbers() {
    BoxedOperator resize = BoxedOperator.find("aten::_upsample_bilinear2d_aa", "");
    try (TensorScope scope = TensorScope.open()) {
      Tensor ones = Ops.add(Ops.zeros(1, 1, 8, 8), 1);
      Tensor smaller = resize.call(ones, new long[] {4, 2}, false, null, null);
      assertThat(HostTensors.shape(smaller)).containsExactly(1, 1, 4, 2);
      assertThat(HostTensors.toFloats(smaller))
          .usingComparatorWithPrecision(1e-6f)
          .containsOnly(1f);
    }
  }

  @Test
  void call_passesTensorListsAndStrings() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor both =
          BoxedOperator.find("aten::cat", "").call(List.of(Ops.zeros(2), Ops.zeros(3)), 0);
      assertThat(both.numel()).isEqualTo(5);
      Tensor x = HostTensors.ofFloats(new float[] {-1, 2}, 2);
      Tensor gelu = BoxedOperator.find("aten::gelu", "").call(x, "none");
      assertThat(HostTensors.toFloats(gelu)[1]).isBetween(1.9f, 2f);
    }
  }

  @Test
  void call_passesOptionalListsOfIntegers() {
    BoxedOperator upsample = BoxedOperator.find("aten::upsample_nearest2d", "vec");
    try (TensorScope scope = TensorScope.open()) {
      Tensor larger = upsample.call(Ops.zeros(1, 1, 2, 3), new long[] {4, 9}, null);
      assertThat(HostTensors.shape(larger)).containsExactly(1, 1, 4, 9);
    }
  }

  @Test
  void call_handsOverAResultThatMayOutliveTheScope() {
    Tensor result;
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = HostTensors.ofFloats(new float[] {0, 2}, 2);
      result = TensorScope.escape(BoxedOperator.find("aten::neg", "").call(x));
    }
    try (TensorScope scope = TensorScope.open()) {
      assertThat(HostTensors.toFloats(result)).containsExactly(-0f, -2f);
    }
    TensorScope.release(result);
  }

  @Test
  void call_leavesNothingBehind() {
    BoxedOperator tanh = BoxedOperator.find("aten::tanh", "");
    try (TensorScope scope = TensorScope.open()) {
      tanh.call(Ops.zeros(1));
    }
    long before = Pointer.totalCount();
    for (int i = 0; i < 100; i++) {
      try (TensorScope scope = TensorScope.open()) {
        tanh.call(Ops.zeros(1));
      }
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void find_ofAnUnknownOperatorFails() {
    assertThatThrownBy(() -> BoxedOperator.find("aten::no_such_operator", ""))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("no_such_operator");
  }

  @Test
  void call_refusesJavaTypesThatNoOperatorTakes() {
    BoxedOperator tanh = BoxedOperator.find("aten::tanh", "");
    try (TensorScope scope = TensorScope.open()) {
      assertThatThrownBy(() -> tanh.call(new int[] {1}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("aten::tanh: argument 0");
    }
  }
}
