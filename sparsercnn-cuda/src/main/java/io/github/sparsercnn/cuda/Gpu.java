package io.github.sparsercnn.cuda;

import io.github.sparsercnn.NativeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.pytorch.SizeTPair;
import org.bytedeco.pytorch.global.torch_cuda;

/**
 * A GPU of this machine.
 *
 * @param index the N of {@code cuda:N}; {@code CUDA_VISIBLE_DEVICES} decides what there is and in
 *     which order
 * @param name for example {@code NVIDIA H100 80GB HBM3}
 * @param architecture its compute capability, for example {@code 9.0}
 * @param totalBytes of its memory
 * @param freeBytes of its memory when it was asked, with what other programs left
 */
public record Gpu(int index, String name, String architecture, long totalBytes, long freeBytes) {
  private static final double GIB = 1L << 30;

  /**
   * The usable GPUs. Asking for free memory takes some hundred megabytes on each of them.
   *
   * @return in the order of their indices
   * @throws NativeException if there is none; says what is missing
   */
  public static List<Gpu> all() {
    CudaSetup.requireUsable();
    List<Gpu> gpus = new ArrayList<>();
    for (int index = 0; index < torch_cuda.device_count(); index++) {
      gpus.add(of(index));
    }
    return List.copyOf(gpus);
  }

  private static Gpu of(int index) {
    try (cudaDeviceProp properties =
            new cudaDeviceProp(torch_cuda.getDeviceProperties((byte) index));
        SizeTPair memory = torch_cuda.getAllocator().getMemoryInfo((byte) index)) {
      return new Gpu(
          index,
          properties.name().getString(),
          properties.major() + "." + properties.minor(),
          memory.second(),
          memory.first());
    }
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "cuda:%d %s (architecture %s, %.1f of %.1f GiB free)",
        index,
        name,
        architecture,
        freeBytes / GIB,
        totalBytes / GIB);
  }
}
