package io.github.sparsercnn.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What the CUDA runtime says of the machine.
 *
 * @param driverVersion newest CUDA version that the driver can do, 1000 * major + 10 * minor; 0
 *     without a driver
 * @param runtimeVersion CUDA version of the libraries, likewise
 * @param error of the question how many GPUs there are, 0 for none
 * @param gpus how many there are
 */
record CudaMachine(int driverVersion, int runtimeVersion, int error, int gpus) {
  /** The driver's part that programs are linked with. */
  static final String DRIVER = "libcuda.so.1";

  static final String NO_DRIVER =
      "no NVIDIA driver was found ("
          + DRIVER
          + "); install one of release 580 or newer, and start a container with access to the GPU"
          + " (docker run --gpus all)";

  private static final int MAJOR = 1000;
  private static final int NO_DEVICE = 100;

  /** CUDA 13 runs on every driver that can do 13.0: linux 580 and newer. */
  private static final int NEEDED_MAJOR = 13;

  /** Machine code in LibTorch's libraries: what it runs on has the same major number. */
  private static final List<int[]> BUILT_FOR =
      List.of(
          new int[] {7, 5},
          new int[] {8, 0},
          new int[] {9, 0},
          new int[] {10, 0},
          new int[] {12, 0});

  /**
   * Why none of its GPUs can be used.
   *
   * @param architecture major and minor number of a GPU
   * @return a sentence for people; empty if one can be used
   */
  Optional<String> obstacle(IntFunction<int[]> architecture) {
    if (driverVersion == 0) {
      return Optional.of(NO_DRIVER);
    }
    if (driverVersion / MAJOR < NEEDED_MAJOR) {
      return Optional.of(
          "the NVIDIA driver can do CUDA "
              + version(driverVersion)
              + ", the libraries are of CUDA "
              + version(runtimeVersion)
              + "; install a driver of release 580 or newer");
    }
    if (error == NO_DEVICE || gpus == 0) {
      return Optional.of(
          "the driver (CUDA "
              + version(driverVersion)
              + ") shows no GPU; look at nvidia-smi and at CUDA_VISIBLE_DEVICES ("
              + visibleDevices()
              + ")");
    }
    if (error != 0) {
      return Optional.of(
          "the CUDA runtime fails with error "
              + error
              + " (driver CUDA "
              + version(driverVersion)
              + ", libraries CUDA "
              + version(runtimeVersion)
              + "); look at nvidia-smi and at the kernel's log");
    }
    return tooOld(architecture);
  }

  private Optional<String> tooOld(IntFunction<int[]> architecture) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < gpus; i++) {
      int[] version = architecture.apply(i);
      if (isBuiltFor(version)) {
        return Optional.empty();
      }
      found.add("cuda:" + i + " of " + version[0] + "." + version[1]);
    }
    return Optional.of(
        "LibTorch has no machine code for the architecture of these GPUs: "
            + String.join(", ", found)
            + "; it has some for 7.5 to 7.9, 8.0 to 8.9, 9.0, 10.x and 12.x (Turing and newer, not"
            + " V100 and P100)");
  }

  /** Machine code runs on later minor numbers of its major number. */
  static boolean isBuiltFor(int[] architecture) {
    return BUILT_FOR.stream()
        .anyMatch(built -> built[0] == architecture[0] && built[1] <= architecture[1]);
  }

  private static String visibleDevices() {
    String value = System.getenv("CUDA_VISIBLE_DEVICES");
    return value == null ? "not set" : "'" + value + "'";
  }

  private static String version(int number) {
    return number / MAJOR + "." + number % MAJOR / 10;
  }
}
