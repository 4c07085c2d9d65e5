package io.github.sparsercnn.cuda;

import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.torch.GpuRecorder;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.cuda.DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair;
import org.bytedeco.pytorch.cuda.StreamFilter;
import org.bytedeco.pytorch.global.torch_cuda;
import org.jspecify.annotations.Nullable;

/**
 * Records CUDA graphs (PyTorch {@code aten/src/ATen/cuda/CUDAGraph.cpp}): what a stream is told is
 * captured instead of done, with tensors of a memory pool that nothing else uses.
 */
final class GraphRecorder implements GpuRecorder {
  /** Numbers of LibTorch's own pools begin at 1. */
  private static final AtomicLong NEXT_POOL = new AtomicLong(1L << 40);

  /**
   * All recorders of a GPU record on one stream, one at a time: cuBLAS takes 32 MiB for each stream
   * that it meets, and keeps them.
   */
  private static final Map<Byte, CUDAStream> STREAMS = new HashMap<>();

  private final byte device;
  private final LongPointer poolNumbers;

  /** A {@code c10::MempoolId_t}, two numbers; the presets gave the class another pair's name. */
  private final DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair pool;

  private final CUDAStream stream;
  private int uses;

  GraphRecorder(int index) {
    device = (byte) index;
    try (TensorScope scope = TensorScope.open()) {
      poolNumbers =
          TensorScope.escape(new LongPointer(2).put(0, 0L).put(1, NEXT_POOL.getAndIncrement()));
      pool =
          TensorScope.escape(
              new DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair((Pointer) poolNumbers));
      stream = streamOf(device);
    }
  }

  private static CUDAStream streamOf(byte device) {
    synchronized (STREAMS) {
      return STREAMS.computeIfAbsent(
          device, number -> TensorScope.escape(torch_cuda.getStreamFromPool(false, number)));
    }
  }

  /** Tells LibTorch's allocator which tensors belong to the graph. */
  private static final class OfStream extends StreamFilter {
    private final long recorded;

    OfStream(CUstream_st stream) {
      recorded = stream.address();
    }

    @Override
    public boolean call(@Nullable Pointer stream) {
      return stream != null && stream.address() == recorded;
    }
  }

  @Override
  public Recording record(Supplier<List<Tensor>> computation) {
    synchronized (STREAMS) {
      return recordAlone(computation);
    }
  }

  private Recording recordAlone(Supplier<List<Tensor>> computation) {
    CUDAStream before = torch_cuda.getCurrentCUDAStream(device);
    before.synchronize();
    torch_cuda.setCurrentCUDAStream(stream);
    try {
      // What lies idle of earlier passes, on other streams, is of no use from now on.
      torch_cuda.getAllocator().emptyCache();
      // Libraries choose kernels and take working memory the first time.
      try (OwnedTensors unused = new OwnedTensors()) {
        keep(unused, computation);
      }
      stream.synchronize();
      // What this run took would lie idle from now on: the graph has a pool of its own.
      torch_cuda.getAllocator().emptyCache();
      return capture(computation);
    } finally {
      torch_cuda.setCurrentCUDAStream(before);
    }
  }

  private Recording capture(Supplier<List<Tensor>> computation) {
    OwnedTensors owner = new OwnedTensors();
    CUstream_st raw = stream.stream();
    try (OfStream filter = new OfStream(raw);
        CUgraph_st graph = new CUgraph_st((Pointer) null)) {
      torch_cuda.beginAllocateToPool(device, pool, filter);
      uses++;
      List<Tensor> results;
      try {
        check(
            cudart.cudaStreamBeginCapture(raw, cudart.cudaStreamCaptureModeThreadLocal),
            "beginning");
        try {
          results = keep(owner, computation);
        } finally {
          // Ends the capture of a computation that failed, too.
          int end = cudart.cudaStreamEndCapture(raw, graph);
          check(end, "ending");
        }
      } finally {
        torch_cuda.endAllocateToPool(device, pool);
      }
      return Graph.of(graph, owner, results);
    } catch (RuntimeException e) {
      owner.close();
      torch_cuda.getAllocator().releasePool(device, pool);
      uses--;
      throw e;
    }
  }

  private static List<Tensor> keep(OwnedTensors owner, Supplier<List<Tensor>> computation) {
    return TensorScope.keepResults(() -> computation.get()).stream().map(owner::own).toList();
  }

  static void check(int error, String doing) {
    if (error != cudart.cudaSuccess) {
      throw new NativeException(
          doing + " a CUDA graph failed: " + cudart.cudaGetErrorString(error).getString());
    }
  }

  @Override
  public void close() {
    while (uses > 0) {
      torch_cuda.getAllocator().releasePool(device, pool);
      uses--;
    }
    TensorScope.release(pool);
    TensorScope.release(poolNumbers);
  }
}
