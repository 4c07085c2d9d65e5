package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.core.network.ParameterSource;
import io.github.sparsercnn.core.torch.HostTensors;
import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.Tensor;

/** The weights of the goldens, computed from each tensor's name (goldens/README.md). */
public final class FormulaWeights implements ParameterSource {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  @Override
  public Tensor get(String name, long... shape) {
    return HostTensors.ofFloats(values(name, shape), shape);
  }

  /** The values of a tensor, row-major. */
  public static float[] values(String name, long... shape) {
    long numel = 1;
    for (long size : shape) {
      numel *= size;
    }
    double gain = gain(name, shape, numel);
    float[] values = new float[Math.toIntExact(numel)];
    Stream stream = new Stream(name);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value(name, shape, i, gain, stream.next());
    }
    return values;
  }

  private static double gain(String name, long[] shape, long numel) {
    if (shape.length < 2) {
      return 0;
    }
    double fanIn = (double) numel / shape[0];
    double gain = Math.sqrt((name.contains(".bottom_up.") ? 6 : 3) / fanIn);
    if (name.endsWith("class_logits.weight")) {
      return gain * 2;
    }
    return name.endsWith("bboxes_delta.weight") ? gain * 0.5 : gain;
  }

  private static double value(String name, long[] shape, int index, double gain, double u) {
    if (name.endsWith("init_proposal_boxes.weight")) {
      return index % 4 < 2 ? 0.5 + 0.3 * u : 0.35 + 0.25 * u;
    } else if (name.endsWith("init_proposal_features.weight")
        || name.endsWith("proposal_queries.weight")) {
      return Math.sqrt(3) * u;
    } else if (name.endsWith("running_var")) {
      return 1 + 0.1 * u;
    } else if (name.endsWith("running_mean")) {
      return 0.1 * u;
    } else if (name.endsWith("class_logits.bias")) {
      return -2 + 0.1 * u;
    } else if (shape.length == 1 && name.endsWith("bias")) {
      return 0.1 * u;
    } else if (name.endsWith("conv3.norm.weight")) {
      return 0.25 + 0.05 * u;
    } else if (shape.length == 1) {
      return 1 + 0.1 * u;
    }
    return gain * u;
  }

  /** The uniform stream of a key: splitmix64, seeded with the FNV-1a hash of the key. */
  public static final class Stream {
    private long state;

    /** Starts the stream of a key. */
    public Stream(String key) {
      state = FNV_OFFSET;
      for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
        state = (state ^ (b & 0xff)) * FNV_PRIME;
      }
    }

    /** The next value in [-1, 1). */
    public double next() {
      state += GOLDEN_GAMMA;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      return (z >>> 11) * 0x1.0p-53 * 2 - 1;
    }
  }
}
