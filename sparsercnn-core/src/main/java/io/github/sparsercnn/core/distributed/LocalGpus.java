package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;

/** The GPUs of this machine, of which each process of a training takes one for itself. */
public final class LocalGpus {
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  private LocalGpus() {}

  /**
   * Checks that there is a GPU for each process, before any is started. Loads LibTorch.
   *
   * @param wanted {@code --num-gpus}
   * @throws ConfigException if there are fewer
   * @throws NativeException if no GPU can be used; the message says why, and how to do without
   */
  public static void require(int wanted) {
    try {
      ComputeDevice.of("cuda");
    } catch (NativeException e) {
      throw new NativeException(
          String.format(
              Locale.ROOT,
              "--num-gpus is %d: %s; without GPUs train with --num-processes %d instead",
              wanted,
              e.getMessage(),
              wanted),
          e);
    }
    require(wanted, torch.cuda_device_count(), System.getenv());
  }

  /** The same for a known number of GPUs. */
  static void require(int wanted, int found, Map<String, String> environment) {
    if (wanted > found) {
      String visible =
          Optional.ofNullable(environment.get(VISIBLE))
              .map(value -> " (" + VISIBLE + " is " + value + ")")
              .orElse("");
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "--num-gpus is %d, but %d can be used on this machine%s; each process needs one of"
                  + " its own, so say --num-gpus %d, and --num-machines if there are more machines",
              wanted,
              found,
              visible,
              found));
    }
  }
}
