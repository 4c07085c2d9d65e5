package io.github.sparsercnn.core.torch;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Records what a computation tells a GPU to do (a CUDA graph), so that it can be told again at
 * once: starting hundreds of small operators one by one takes longer than computing them.
 *
 * <p>Recordings of one recorder share memory, so only one may run at a time. Not thread-safe.
 */
public interface GpuRecorder extends AutoCloseable {
  /**
   * Runs a computation to get everything ready, then records it. Must be called in an open scope.
   *
   * @param computation of tensors on this GPU; reads and writes the same tensors each time, and
   *     waits for nothing: no value may come to the CPU, none may come from there
   * @return the recording, closed by the caller
   * @throws RuntimeException if the computation fails, or waits; the recorder is usable afterwards
   */
  Recording record(Supplier<List<Tensor>> computation);

  /** Frees the recorder's memory. */
  @Override
  void close();

  /** A computation that can be repeated. */
  interface Recording extends AutoCloseable {
    /** What the computation returned; each {@link #replay} overwrites the values. */
    List<Tensor> results();

    /** Starts the computation on the calling thread's stream, and does not wait for its end. */
    void replay();

    /** Frees it. */
    @Override
    void close();
  }
}
