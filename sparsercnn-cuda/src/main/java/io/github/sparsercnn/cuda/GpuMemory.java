package io.github.sparsercnn.cuda;

import io.github.sparsercnn.NativeException;
import java.util.Locale;
import org.bytedeco.pytorch.cuda.DeviceStats;
import org.bytedeco.pytorch.global.torch_cuda;

/**
 * What this process holds of a GPU's memory, as LibTorch counts it: without the few hundred
 * megabytes that CUDA itself takes.
 *
 * @param usedBytes by tensors
 * @param peakBytes the most that tensors used since the start or {@link #resetPeak}
 * @param reservedBytes kept by LibTorch: used, or at hand for the next tensors
 * @param peakReservedBytes the most that was reserved since then
 */
public record GpuMemory(
    long usedBytes, long peakBytes, long reservedBytes, long peakReservedBytes) {
  private static final double MIB = 1L << 20;

  /**
   * The figures of a GPU.
   *
   * @param index the N of {@code cuda:N}
   * @throws NativeException if no GPU can be used; says what is missing
   */
  public static GpuMemory of(int index) {
    CudaSetup.requireUsable();
    try (DeviceStats stats = torch_cuda.getAllocator().getDeviceStats((byte) index)) {
      return new GpuMemory(
          stats.allocated_bytes().current(),
          stats.allocated_bytes().peak(),
          stats.reserved_bytes().current(),
          stats.reserved_bytes().peak());
    }
  }

  /**
   * Starts the peak of a GPU anew.
   *
   * @param index the N of {@code cuda:N}
   * @throws NativeException if no GPU can be used; says what is missing
   */
  public static void resetPeak(int index) {
    CudaSetup.requireUsable();
    torch_cuda.getAllocator().resetPeakStats((byte) index);
  }

  /**
   * Gives memory that LibTorch keeps for later back to all GPUs, for other programs. Closed
   * detectors leave such memory behind.
   *
   * @throws NativeException if no GPU can be used; says what is missing
   */
  public static void emptyCache() {
    CudaSetup.requireUsable();
    torch_cuda.getAllocator().emptyCache();
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f MiB used, %.0f MiB at most, %.0f MiB reserved",
        usedBytes / MIB,
        peakBytes / MIB,
        reservedBytes / MIB);
  }
}
