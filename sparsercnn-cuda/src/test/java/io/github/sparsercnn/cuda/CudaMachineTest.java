package io.github.sparsercnn.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaMachineTest {
  private static int[] hopper(int index) {
    return new int[] {9, 0};
  }

  private static int[] volta(int index) {
    return new int[] {7, 0};
  }

  @Test
  void machineWithoutDriver_isToldToInstallOne() {
    assertThat(new CudaMachine(0, 13_010, 35, 0).obstacle(CudaMachineTest::hopper))
        .hasValueSatisfying(
            text -> assertThat(text).contains("no NVIDIA driver was found (libcuda.so.1)", "580"));
  }

  @Test
  void oldDriver_isNamedWithBothVersions() {
    assertThat(new CudaMachine(12_040, 13_010, 35, 0).obstacle(CudaMachineTest::hopper))
        .hasValue(
            "the NVIDIA driver can do CUDA 12.4, the libraries are of CUDA 13.1; install a driver"
                + " of release 580 or newer");
  }

  @Test
  void olderMinorVersionOfTheDriver_isGoodEnough() {
    assertThat(new CudaMachine(13_000, 13_010, 0, 1).obstacle(CudaMachineTest::hopper)).isEmpty();
  }

  @Test
  void machineWithoutGpu_isToldWhereToLook() {
    assertThat(new CudaMachine(13_000, 13_010, 100, 0).obstacle(CudaMachineTest::hopper))
        .hasValueSatisfying(
            text -> assertThat(text).contains("shows no GPU", "CUDA_VISIBLE_DEVICES"));
  }

  @Test
  void failingRuntime_isToldWithItsNumber() {
    assertThat(new CudaMachine(13_000, 13_010, 999, 1).obstacle(CudaMachineTest::hopper))
        .hasValueSatisfying(text -> assertThat(text).contains("error 999"));
  }

  @Test
  void oldGpu_isNamedWithItsArchitecture() {
    assertThat(new CudaMachine(13_000, 13_010, 0, 2).obstacle(CudaMachineTest::volta))
        .hasValueSatisfying(
            text -> assertThat(text).contains("cuda:0 of 7.0, cuda:1 of 7.0", "8.0 to 8.9"));
  }

  @Test
  void oneUsableGpuAmongOldOnes_isEnough() {
    assertThat(
            new CudaMachine(13_000, 13_010, 0, 2)
                .obstacle(index -> new int[] {index == 0 ? 7 : 8, 0}))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "7, 0, false",
    "7, 5, true",
    "8, 0, true",
    "8, 6, true",
    "8, 9, true",
    "9, 0, true",
    "10, 3, true",
    "11, 0, false",
    "12, 1, true"
  })
  void machineCode_runsOnLaterMinorNumbers(int major, int minor, boolean runs) {
    assertThat(CudaMachine.isBuiltFor(new int[] {major, minor})).isEqualTo(runs);
  }
}
