package io.github.sparsercnn.core.network;

import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Takes a network's tensors from a weights file, as float32. */
public final class CheckpointSource implements ParameterSource {
  private final Map<String, StoredTensor> tensors;

  /**
   * Reads from stored tensors.
   *
   * @param tensors by detectron2 name
   */
  public CheckpointSource(Map<String, StoredTensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * {@inheritDoc}
   *
   * @throws WeightsException if the tensor is absent or has another shape
   */
  @Override
  public Tensor get(String name, long... shape) {
    StoredTensor stored = tensors.get(name);
    if (stored == null) {
      throw new WeightsException("the weights have no tensor " + name);
    }
    if (!Arrays.equals(stored.shape(), shape)) {
      throw new WeightsException(
          name
              + " has shape "
              + Arrays.toString(stored.shape())
              + " in the weights, the network has "
              + Arrays.toString(shape));
    }
    return Ops.toFloat(HostTensors.of(stored));
  }
}
