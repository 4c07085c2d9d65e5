package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.OwnedTensors;
import org.bytedeco.pytorch.Tensor;

/** One turning of a trainable network into its prepared form; owns the tensors that this makes. */
final class Preparation {
  private final OwnedTensors owner;

  Preparation(OwnedTensors owner) {
    this.owner = owner;
  }

  /** Keeps a tensor as long as the prepared network lives. */
  Tensor own(Tensor tensor) {
    return owner.own(tensor);
  }

  /** Keeps the values of a trainable tensor without copying them. */
  Tensor share(Tensor tensor) {
    return owner.own(tensor.detach());
  }
}
