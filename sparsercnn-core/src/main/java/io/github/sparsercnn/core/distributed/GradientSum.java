package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.core.torch.FlatParameters;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Replaces the gradients of each process by their mean over all processes. Bound to the thread that
 * trains; owns nothing.
 *
 * <p>The flat gradient buffers travel in buckets, so that while one is added up the next one is on
 * its way: 425 MB between two processes of one machine take 0.25 s instead of 0.43 s.
 */
public final class GradientSum {
  /** What PyTorch's own data-parallel training takes. */
  static final long BUCKET_BYTES = 25L << 20;

  private final ProcessGroup group;
  private final List<FlatParameters> parameters;

  /**
   * Makes sure that all processes train the same parameters.
   *
   * @param group the processes
   * @param parameters in the same order everywhere
   * @throws io.github.sparsercnn.ConfigException if they do not
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  public GradientSum(ProcessGroup group, List<FlatParameters> parameters) {
    this.group = group;
    this.parameters = List.copyOf(parameters);
    group.requireSame("the list of trained parameters", describe());
  }

  private String describe() {
    List<String> buffers =
        parameters.stream()
            .map(flat -> flat.names().size() + " in " + flat.gradients().numel() + " numbers")
            .toList();
    return String.join(", ", buffers);
  }

  /**
   * Adds up the gradients of all processes and divides them by the number of processes.
   *
   * @throws io.github.sparsercnn.NativeException if another process has died or is late
   */
  public void run() {
    if (group.size() == 1) {
      return;
    }
    try (TensorScope scope = TensorScope.open()) {
      List<Tensor> buckets = parameters.stream().flatMap(p -> split(p).stream()).toList();
      List<Pending> sums = buckets.stream().map(group::sumLater).toList();
      for (int i = 0; i < sums.size(); i++) {
        sums.get(i).await();
        Ops.mulInPlace(buckets.get(i), 1.0 / group.size());
      }
    }
  }

  private static List<Tensor> split(FlatParameters parameters) {
    Tensor gradients = parameters.gradients();
    long longest = BUCKET_BYTES / gradients.element_size();
    List<Tensor> buckets = new ArrayList<>();
    for (long start = 0; start < gradients.numel(); start += longest) {
      buckets.add(gradients.narrow(0, start, Math.min(longest, gradients.numel() - start)));
    }
    return buckets;
  }
}
