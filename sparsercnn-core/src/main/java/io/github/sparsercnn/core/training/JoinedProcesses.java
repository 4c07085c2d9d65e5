package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.DeviceSetting;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.distributed.Rendezvous;
import io.github.sparsercnn.core.distributed.TorchProcessGroup;
import io.github.sparsercnn.core.torch.ComputeDevice;

/** Whether this process trains with others is said by torchrun's environment variables. */
final class JoinedProcesses {
  private JoinedProcesses() {}

  /** Joins the others, if there are any; closed by the caller. */
  static ProcessGroup join() {
    return Rendezvous.ofEnvironment(System.getenv())
        .map(TorchProcessGroup::join)
        .orElseGet(Alone::new);
  }

  /** The device of this process: each process of a machine takes a GPU of its own. */
  static ComputeDevice device(Config config) {
    ComputeDevice device = ComputeDevice.of(DeviceSetting.of(config).device());
    return Rendezvous.ofEnvironment(System.getenv())
        .filter(rendezvous -> device.name().equals("cuda"))
        .map(rendezvous -> ComputeDevice.of("cuda:" + rendezvous.localRank()))
        .orElse(device);
  }
}
