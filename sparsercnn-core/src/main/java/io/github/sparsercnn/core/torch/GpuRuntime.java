package io.github.sparsercnn.core.torch;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What this library needs of NVIDIA GPUs beyond LibTorch's operators. The module {@code
 * sparsercnn-cuda} provides it; without that module only the CPU is used.
 *
 * <p>Implementations are thread-safe.
 */
public interface GpuRuntime {
  /** The runtime of the class path; empty without {@code sparsercnn-cuda}. */
  static Optional<GpuRuntime> find() {
    return Found.RUNTIME;
  }

  /** Looked up once. */
  final class Found {
    private static final Optional<GpuRuntime> RUNTIME = lookUp();

    private Found() {}

    private static Optional<GpuRuntime> lookUp() {
      // Application servers and Spark put modules into the thread's loader.
      return ServiceLoader.load(GpuRuntime.class)
          .findFirst()
          .or(
              () ->
                  ServiceLoader.load(GpuRuntime.class, GpuRuntime.class.getClassLoader())
                      .findFirst());
    }
  }

  /**
   * Why no GPU can be used: what is missing and what was found. The first call sets up LibTorch's
   * GPU side.
   *
   * @return a sentence for people; empty if a GPU can be used
   */
  Optional<String> obstacle();

  /**
   * The GPU that a user means.
   *
   * @param choice an index, {@code least-used}, or a part of a name, for example {@code H100}
   * @return its index
   * @throws io.github.sparsercnn.ConfigException if there is no such GPU; names those there are
   */
  int choose(String choice);

  /**
   * Gives memory that LibTorch keeps for later back to the GPU. Tensors are not touched; what was
   * recorded keeps its own.
   */
  void emptyCache();

  /**
   * What this process' tensors take of a GPU's memory.
   *
   * @param index the N of {@code cuda:N}
   */
  Memory memory(int index);

  /** Starts the peak of {@link #memory} anew. */
  void resetPeak(int index);

  /** Waits until a GPU has done all that it was told. */
  void synchronize(int index);

  /**
   * Bytes of a GPU's memory.
   *
   * @param used by tensors
   * @param peak the most that tensors used at a time
   * @param reserved used, or kept for the next tensors
   * @param peakReserved the most that was reserved at a time
   */
  record Memory(long used, long peak, long reserved, long peakReserved) {}

  /**
   * Something that records work.
   *
   * @param device a GPU
   * @return closed by the caller, after all that it recorded
   */
  GpuRecorder recorder(ComputeDevice device);
}
