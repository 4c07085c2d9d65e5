package io.github.sparsercnn.cuda;

import io.github.sparsercnn.core.torch.GpuRecorder.Recording;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.global.torch_cuda;

/** A CUDA graph that can be started. */
final class Graph implements Recording {
  private final CUgraphExec_st executable;
  private final OwnedTensors owner;
  private final List<Tensor> results;

  private Graph(CUgraphExec_st executable, OwnedTensors owner, List<Tensor> results) {
    this.executable = executable;
    this.owner = owner;
    this.results = List.copyOf(results);
  }

  /**
   * Makes a captured graph ready, and frees the captured form.
   *
   * @param graph captured
   * @param owner of the results, closed with the graph
   * @param results that each start writes to
   */
  static Graph of(CUgraph_st graph, OwnedTensors owner, List<Tensor> results) {
    CUgraphExec_st executable = new CUgraphExec_st((Pointer) null);
    int error = cudart.cudaGraphInstantiate(executable, graph, 0L);
    cudart.cudaGraphDestroy(graph);
    GraphRecorder.check(error, "instantiating");
    return new Graph(TensorScope.escape(executable), owner, results);
  }

  @Override
  public List<Tensor> results() {
    return results;
  }

  @Override
  public void replay() {
    try (TensorScope scope = TensorScope.open()) {
      CUDAStream current = torch_cuda.getCurrentCUDAStream(results.get(0).device().index());
      GraphRecorder.check(cudart.cudaGraphLaunch(executable, current.stream()), "starting");
    }
  }

  @Override
  public void close() {
    cudart.cudaDeviceSynchronize();
    cudart.cudaGraphExecDestroy(executable);
    TensorScope.release(executable);
    owner.close();
  }
}
