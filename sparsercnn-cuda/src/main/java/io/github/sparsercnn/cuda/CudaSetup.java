package io.github.sparsercnn.cuda;

import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.torch.Natives;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads LibTorch's GPU side once per process, and finds out what is missing where it fails. */
final class CudaSetup {
  private static final Logger LOG = LoggerFactory.getLogger(CudaSetup.class);

  /** {@code true} lets float32 layers compute with the rounded inputs of TensorFloat-32. */
  private static final String TF32 = "sparsercnn.cuda.tf32";

  /**
   * {@code true} lets cuDNN time its algorithms for each new shape and take the fastest; the
   * choice, and with it the last digits of results, may differ from run to run.
   */
  private static final String BENCHMARK = "sparsercnn.cuda.benchmark";

  private static final int LARGEST_COUNT = 64;

  private static boolean looked;
  private static Optional<String> obstacle = Optional.empty();

  private CudaSetup() {}

  /**
   * Checks that a GPU can be used.
   *
   * @throws NativeException if not; says what is missing
   */
  static void requireUsable() {
    obstacle()
        .ifPresent(
            text -> {
              throw new NativeException("no GPU can be used: " + text);
            });
  }

  /** Why no GPU can be used, empty if one can. */
  static synchronized Optional<String> obstacle() {
    if (!looked) {
      obstacle = lookForObstacle();
      if (obstacle.isEmpty()) {
        configure();
      }
      looked = true;
    }
    return obstacle;
  }

  private static Optional<String> lookForObstacle() {
    Natives.load();
    CudaLibraries libraries = CudaLibraries.ofThisMachine();
    try {
      Loader.load(torch_cuda.class);
      Loader.load(cudart.class);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      return Optional.of(libraries.explain(e));
    }
    int[] driver = new int[1];
    int[] runtime = new int[1];
    cudart.cudaDriverGetVersion(driver);
    cudart.cudaRuntimeGetVersion(runtime);
    int[] count = new int[1];
    int error = cudart.cudaGetDeviceCount(count);
    CudaMachine machine =
        new CudaMachine(driver[0], runtime[0], error, Math.min(count[0], LARGEST_COUNT));
    return machine.obstacle(CudaSetup::architecture);
  }

  private static int[] architecture(int index) {
    int[] major = new int[1];
    int[] minor = new int[1];
    cudart.cudaDeviceGetAttribute(major, cudart.cudaDevAttrComputeCapabilityMajor, index);
    cudart.cudaDeviceGetAttribute(minor, cudart.cudaDevAttrComputeCapabilityMinor, index);
    return new int[] {major[0], minor[0]};
  }

  /** What the library promises on each device: float32 is float32, equal runs are equal. */
  private static void configure() {
    // LibTorch sets up its allocator with the first tensor, and has no figures before.
    try (Tensor one = torch.zeros(1)) {
      one.cuda().close();
    }
    boolean tf32 = Boolean.getBoolean(TF32);
    torch.globalContext().setAllowTF32CuDNN(tf32);
    torch.globalContext().setAllowTF32CuBLAS(tf32);
    torch.globalContext().setBenchmarkCuDNN(Boolean.getBoolean(BENCHMARK));
    torch.globalContext().setDeterministicCuDNN(!Boolean.getBoolean(BENCHMARK));
    LOG.debug("{} GPUs, TF32 {}", torch_cuda.device_count(), tf32 ? "on" : "off");
  }
}
