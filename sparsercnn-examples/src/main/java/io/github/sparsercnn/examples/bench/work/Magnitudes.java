package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A few numbers that stand for large tensors. */
final class Magnitudes {
  private Magnitudes() {}

  /** Mean |x| and largest |x| of each tensor. */
  static double[] of(List<Tensor> tensors) {
    double[] figures = new double[2 * tensors.size()];
    for (int i = 0; i < tensors.size(); i++) {
      double sum = 0;
      double largest = 0;
      float[] values = HostTensors.toFloats(Ops.atLeastFloat(tensors.get(i)));
      for (float value : values) {
        sum += Math.abs(value);
        largest = Math.max(largest, Math.abs(value));
      }
      figures[2 * i] = sum / values.length;
      figures[2 * i + 1] = largest;
    }
    return figures;
  }
}
