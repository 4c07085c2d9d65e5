/** NVIDIA GPU support for Sparse R-CNN. */
@org.jspecify.annotations.NullMarked
module io.github.sparsercnn.cuda {
  requires transitive io.github.sparsercnn.core;
  requires org.bytedeco.cuda;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.pytorch;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.github.sparsercnn.cuda;

  provides io.github.sparsercnn.core.torch.GpuRuntime with
      io.github.sparsercnn.cuda.CudaRuntime;
}
