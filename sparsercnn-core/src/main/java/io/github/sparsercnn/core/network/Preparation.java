package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.CudnnOps;
import io.github.sparsercnn.core.torch.Geometry;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.PackedOps;
import io.github.sparsercnn.core.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One turning of a trainable network into its prepared form; owns the tensors that this makes.
 *
 * <p>What is made for another device is made here and then sent there, layer by layer: the other
 * one never holds more than the prepared form.
 */
final class Preparation {
  private final OwnedTensors owner;
  private final PreparationOptions options;

  Preparation(OwnedTensors owner, PreparationOptions options) {
    this.owner = owner;
    this.options = options;
  }

  /** Keeps a tensor as long as the prepared network lives. */
  Tensor own(Tensor tensor) {
    return owner.own(tensor);
  }

  /** Keeps the values of a trainable tensor, which may be gone before the prepared network. */
  Tensor keep(Tensor tensor) {
    return owner.own(copy(tensor.detach()));
  }

  private Tensor copy(Tensor tensor) {
    return options.device().map(device -> device.copy(tensor)).orElseGet(() -> tensor.clone());
  }

  /** Returns the tensor itself if it is where the prepared network lies, else a copy there. */
  Tensor place(Tensor tensor) {
    return options.device().map(device -> device.place(tensor)).orElse(tensor);
  }

  /** The form of a convolution for prediction. */
  Convolution convolution(Tensor weight, Tensor bias, Geometry geometry) {
    Tensor values = inPrecision(weight.detach());
    Tensor shift = keep(inPrecision(bias));
    if (packs(values)) {
      return PackedConvolution.of(this, values, shift, geometry);
    }
    Tensor plain = keep(Ops.channelsLast(values));
    return options.takes(Shortcut.FUSED_CONVOLUTIONS) && CudnnOps.canFuse(plain)
        ? new FusedConvolution(plain, shift, geometry)
        : new PreparedConvolution(plain, shift, geometry);
  }

  /** The form of a linear layer for prediction. */
  Linear linear(Tensor weight, @Nullable Tensor bias) {
    // What leads to a layer would else stay until all layers are there.
    try (TensorScope scope = TensorScope.open()) {
      return exactLinear(inPrecision(weight), bias == null ? null : inPrecision(bias));
    }
  }

  /** The same of a layer that must not round. */
  Linear exactLinear(Tensor weight, @Nullable Tensor bias) {
    Tensor shift = bias == null ? null : keep(bias);
    return packs(weight)
        ? PackedLinear.of(this, weight.detach(), shift)
        : new Linear(keep(weight), shift);
  }

  private boolean packs(Tensor weight) {
    return options.takes(Shortcut.PACKED_WEIGHTS)
        && options.device().map(ComputeDevice::isCpu).orElse(true)
        && PackedOps.canPack(weight);
  }

  /** The values of a tensor in the precision of the prepared layers. */
  Tensor inPrecision(Tensor tensor) {
    return switch (options.precision()) {
      case FP32 -> tensor;
      case BF16, INT8 -> Ops.toBfloat16(tensor);
      case FP16 -> Ops.toHalf(tensor);
    };
  }
}
