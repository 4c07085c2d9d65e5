package io.github.sparsercnn.core.distributed;

import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/**
 * Connects processes by NCCL, which moves CUDA tensors between GPUs. A class of its own, because it
 * can only be loaded where LibTorch's GPU natives are.
 */
final class NcclBackend {
  private NcclBackend() {}

  /** Connects this process to all others. Must run in an open scope, which owns the result. */
  static Backend open(MeetingStore store, Rendezvous rendezvous) {
    ProcessGroupNCCL.Options options = ProcessGroupNCCL.Options.create();
    options.timeout(new Milliseconds(rendezvous.timeout().toMillis()));
    return new ProcessGroupNCCL(
        store.forGroup("nccl"), rendezvous.rank(), rendezvous.size(), options);
  }
}
