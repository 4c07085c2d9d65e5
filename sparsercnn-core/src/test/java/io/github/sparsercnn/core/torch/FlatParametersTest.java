package io.github.sparsercnn.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class FlatParametersTest {
  @Test
  void parameters_keepTheirValuesInOneBuffer() {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> parameters = parameters();
      try (FlatParameters flat = FlatParameters.of(parameters)) {
        assertThat(flat.names()).containsExactly("a", "b");
        assertThat(HostTensors.toFloats(parameters.get("a"))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(HostTensors.shape(parameters.get("a"))).containsExactly(2, 3);

        Ops.mulInPlace(flat.values(), 10);
        assertThat(HostTensors.toFloats(parameters.get("a")))
            .containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(HostTensors.toFloats(flat.slice(flat.values(), "b"))).containsExactly(70, 80);
      }
    }
  }

  @Test
  void gradients_addUpInTheBufferUntilForgotten() {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> parameters = parameters();
      try (FlatParameters flat = FlatParameters.of(parameters)) {
        Tensor loss = parameters.get("a").sum().add(Ops.mul(parameters.get("b").sum(), 2));
        loss.backward();
        Ops.mul(parameters.get("b").sum(), 2).backward();
        assertThat(HostTensors.toFloats(flat.slice(flat.gradients(), "a"))).containsOnly(1);
        assertThat(HostTensors.toFloats(flat.slice(flat.gradients(), "b"))).containsOnly(4);
        assertThat(flat.gradientNorm().item_double()).isCloseTo(Math.sqrt(6 + 32), within(1e-6));

        flat.zeroGradients();
        assertThat(HostTensors.toFloats(parameters.get("a").grad())).containsOnly(0);
        assertThat(flat.gradientNorm().item_double()).isZero();
      }
    }
  }

  @Test
  void parameters_outliveTheirBuffer() {
    long before = Pointer.totalCount();
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> parameters = parameters();
      FlatParameters.of(parameters).close();
      assertThat(HostTensors.toFloats(parameters.get("b"))).containsExactly(7, 8);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void mixedKinds_areRefused() {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, Tensor> parameters = parameters();
      parameters.put("c", Ops.toDouble(Ops.zeros(2)));
      assertThatThrownBy(() -> FlatParameters.of(parameters))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("c has another element type");
      assertThatThrownBy(() -> FlatParameters.of(Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
      try (FlatParameters flat = FlatParameters.of(parameters())) {
        assertThatThrownBy(() -> flat.slice(flat.values(), "c"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("no parameter c");
      }
    }
  }

  private static Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("a", HostTensors.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    parameters.put("b", HostTensors.ofFloats(new float[] {7, 8}, 2));
    return parameters;
  }
}
