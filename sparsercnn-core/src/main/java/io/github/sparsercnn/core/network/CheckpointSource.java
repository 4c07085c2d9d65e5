package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Takes a network's tensors from a weights file, as float32 unless they are integers, and what the
 * file lacks from elsewhere.
 */
public final class CheckpointSource implements ParameterSource {
  private final Map<String, StoredTensor> tensors;
  private final ParameterSource rest;
  private final ComputeDevice device;

  /**
   * Reads from stored tensors.
   *
   * @param tensors by detectron2 name, each of the shape that the network has
   * @param rest gives the tensors that are not among them
   * @param device where the network shall run
   */
  public CheckpointSource(
      Map<String, StoredTensor> tensors, ParameterSource rest, ComputeDevice device) {
    this.tensors = tensors;
    this.rest = rest;
    this.device = device;
  }

  @Override
  public Tensor get(String name, long... shape) {
    StoredTensor stored = tensors.get(name);
    return device.place(stored == null ? rest.get(name, shape) : values(stored));
  }

  private Tensor values(StoredTensor stored) {
    Tensor values = HostTensors.of(stored);
    return stored.dtype().isFloatingPoint() ? Ops.toFloat(values) : values;
  }

  @Override
  public void fill(String name, Tensor parameter) {
    if (tensors.containsKey(name)) {
      ParameterSource.super.fill(name, parameter);
    } else {
      rest.fill(name, parameter);
    }
  }
}
