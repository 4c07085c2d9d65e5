package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Tensors whose gradients are known, from where autograd goes on. */
final class GradientRoots {
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Tensor> gradients = new ArrayList<>();

  /** Adds one, unless it records no gradient. */
  void add(Tensor tensor, Tensor gradient) {
    if (tensor.requires_grad()) {
      tensors.add(tensor);
      gradients.add(gradient);
    }
  }

  /** Goes back from all of them at once and adds to the gradients of the leaves. */
  void backward() {
    if (!tensors.isEmpty()) {
      Ops.backward(tensors, gradients);
    }
  }
}
