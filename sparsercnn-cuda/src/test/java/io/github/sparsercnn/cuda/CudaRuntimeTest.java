package io.github.sparsercnn.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GpuRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CudaRuntimeTest {
  private static final long GIB = 1L << 30;
  private static final List<Gpu> GPUS =
      List.of(
          new Gpu(0, "NVIDIA A100-SXM4-40GB", "8.0", 40 * GIB, 3 * GIB),
          new Gpu(1, "NVIDIA H100 80GB HBM3", "9.0", 80 * GIB, 70 * GIB),
          new Gpu(2, "NVIDIA H100 80GB HBM3", "9.0", 80 * GIB, 10 * GIB));

  @ParameterizedTest
  @CsvSource({"0, 0", "2, 2", "least-used, 1", "h100, 1", "A100, 0"})
  void choice_isAnIndexTheLeastUsedOrAPartOfAName(String choice, int expected) {
    assertThat(CudaRuntime.choose(choice, GPUS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "T4"})
  void unknownChoice_isAnsweredWithWhatThereIs(String choice) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> CudaRuntime.choose(choice, GPUS))
        .withMessageContaining("cuda:" + choice)
        .withMessageContaining("cuda:1 NVIDIA H100 80GB HBM3 (architecture 9.0, 70.0 of 80.0 GiB");
  }

  @Test
  void runtime_isFoundOnTheClassPath() {
    assertThat(GpuRuntime.find()).containsInstanceOf(CudaRuntime.class);
  }

  @Test
  void withoutUsableGpu_cudaIsRefusedAndAutoIsTheCpu() {
    String obstacle = new CudaRuntime().obstacle().orElse("");
    assumeThat(obstacle).as("needs a machine without GPU").isNotEmpty();
    assertThat(ComputeDevice.of("auto").isCpu()).isTrue();
    assertThatExceptionOfType(NativeException.class)
        .isThrownBy(
            () ->
                Detector.builder()
                    .weights(Goldens.path("checkpoints/model.safetensors"))
                    .device("cuda")
                    .build())
        .withMessage("device \"cuda\" cannot be used: " + obstacle + "; or use device cpu");
    assertThatExceptionOfType(NativeException.class)
        .isThrownBy(Gpu::all)
        .withMessage("no GPU can be used: " + obstacle);
  }
}
