package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.core.network.ParameterSource;
import io.github.sparsercnn.core.torch.HostTensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights that are computed from each tensor's name: of a size at which a network behaves as a
 * trained one does, and the same wherever they are computed. The goldens have them too.
 */
final class FormulaWeights implements ParameterSource {
  @Override
  public Tensor get(String name, long... shape) {
    return HostTensors.ofFloats(values(name, shape), shape);
  }

  /** The values of a tensor, row-major. */
  static float[] values(String name, long... shape) {
    long numel = 1;
    for (long size : shape) {
      numel = Math.multiplyExact(numel, size);
    }
    double gain = shape.length < 2 ? 0 : gain(name, (double) numel / shape[0]);
    float[] values = new float[Math.toIntExact(numel)];
    FormulaStream stream = new FormulaStream(name);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value(name, shape.length, i, gain, stream.next());
    }
    return values;
  }

  private static double gain(String name, double fanIn) {
    double gain = Math.sqrt((name.contains(".bottom_up.") ? 6 : 3) / fanIn);
    if (name.endsWith("class_logits.weight")) {
      return gain * 2;
    }
    return name.endsWith("bboxes_delta.weight") ? gain * 0.5 : gain;
  }

  /** The first rule that fits wins. */
  private static double value(String name, int dimensions, int index, double gain, double u) {
    if (name.endsWith("init_proposal_boxes.weight")) {
      return index % 4 < 2 ? 0.5 + 0.3 * u : 0.35 + 0.25 * u;
    } else if (name.endsWith("init_proposal_features.weight")) {
      return Math.sqrt(3) * u;
    } else if (name.endsWith("running_var")) {
      return 1 + 0.1 * u;
    } else if (name.endsWith("running_mean")) {
      return 0.1 * u;
    } else if (name.endsWith("class_logits.bias")) {
      return -2 + 0.1 * u;
    } else if (dimensions == 1 && name.endsWith("bias")) {
      return 0.1 * u;
    } else if (name.endsWith("conv3.norm.weight")) {
      return 0.25 + 0.05 * u;
    } else if (dimensions == 1) {
      return 1 + 0.1 * u;
    }
    return gain * u;
  }
}
