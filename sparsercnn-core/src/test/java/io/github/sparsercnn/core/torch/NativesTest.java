package io.github.sparsercnn.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.WeightsException;
import java.util.List;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NativesTest {
  @Test
  void load_leavesParallelismToOpenMp() {
    Natives.load();
    assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
  }

  @Test
  void explain_namesTheMissingDependency() {
    assertThat(
            Natives.explain(
                "linux-arm64",
                List.of("org.bytedeco:pytorch:linux-arm64"),
                "no jnitorch in java.library.path"))
        .contains("missing on the class path: org.bytedeco:pytorch:linux-arm64")
        .contains("pytorch-platform")
        .doesNotContain("\n");
  }

  @Test
  void explain_namesAGlibcThatIsTooOld() {
    assertThat(
            Natives.explain(
                "linux-x86_64",
                List.of(),
                "libtorch_cpu.so: /lib64/libm.so.6: version `GLIBC_2.35' not found"))
        .contains("GLIBC_2.35 was not found")
        .contains("Debian 12");
  }

  @Test
  void translate_cutsTheNativeBacktrace() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor two = Ops.zeros(2);
      Tensor three = Ops.zeros(3);
      assertThatThrownBy(
              () -> {
                try {
                  two.add(three);
                } catch (RuntimeException e) {
                  throw NativeErrors.translate("addition", e);
                }
              })
          .isInstanceOf(NativeException.class)
          .hasMessageStartingWith("addition failed in LibTorch: The size of tensor a (2)")
          .hasMessageNotContaining("Exception raised from")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void translate_leavesOtherExceptionsAlone() {
    WeightsException ours = new WeightsException("damaged");
    IllegalStateException javas = new IllegalStateException("closed");
    assertThat(NativeErrors.translate("loading", ours)).isSameAs(ours);
    assertThat(NativeErrors.translate("loading", javas)).isSameAs(javas);
  }

  @Test
  void device_ofAnUnknownNameIsRefused() {
    assertThatThrownBy(() -> ComputeDevice.of("gpu"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"gpu\"")
        .hasMessageContaining("cuda:0");
  }

  @Test
  void device_cudaWithoutCudaSaysWhatToAdd() {
    Natives.load();
    Assumptions.assumeFalse(torch.cuda_is_available(), "this machine has a usable GPU");
    assertThat(ComputeDevice.of(ComputeDevice.AUTO).name()).isEqualTo("cpu");
    assertThatThrownBy(() -> ComputeDevice.of("cuda:0"))
        .isInstanceOf(NativeException.class)
        .hasMessageContaining("sparsercnn-cuda");
  }
}
