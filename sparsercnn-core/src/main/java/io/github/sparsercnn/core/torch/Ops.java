package io.github.sparsercnn.core.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Elementwise arithmetic and shape operators with plain Java arguments.
 *
 * <p>All of them record gradients where the mode says so, run on the device of their arguments, and
 * must run inside a {@link TensorScope}.
 */
public final class Ops {
  private Ops() {}

  /** Returns {@code x + value}. */
  public static Tensor add(Tensor x, double value) {
    return x.add(new Scalar(value));
  }

  /** Returns {@code x * value}. */
  public static Tensor mul(Tensor x, double value) {
    return x.mul(new Scalar(value));
  }

  /** Returns {@code x + value} of integers. */
  public static Tensor addWhole(Tensor x, long value) {
    return x.add(new Scalar(value));
  }

  /** Adds 1 to a counter of integers. */
  public static void increment(Tensor counter) {
    counter.add_(new Scalar(1L));
  }

  /** Multiplies {@code x} itself and returns it. */
  public static Tensor mulInPlace(Tensor x, double value) {
    return x.mul_(new Scalar(value));
  }

  /** Returns {@code x / value}. */
  public static Tensor div(Tensor x, double value) {
    return x.div(new Scalar(value));
  }

  /** Returns {@code x / value}, rounded down. */
  public static Tensor floorDiv(Tensor x, long value) {
    return x.floor_divide(new Scalar(value));
  }

  /** Returns {@code value - x}. */
  public static Tensor subtractFrom(double value, Tensor x) {
    return x.neg().add(new Scalar(value));
  }

  /** Returns {@code x} raised to a power. */
  public static Tensor pow(Tensor x, double exponent) {
    return x.pow(new Scalar(exponent));
  }

  /** The Euclidean norm along a dimension. */
  public static Tensor norm(Tensor x, long dim) {
    return x.norm(new ScalarOptional(new Scalar(2)), dim);
  }

  /** Returns {@code x} with everything above {@code max} set to {@code max}. */
  public static Tensor clampMax(Tensor x, double max) {
    return x.clamp_max(new Scalar(max));
  }

  /** Returns {@code x} with everything below {@code min} set to {@code min}. */
  public static Tensor clampMin(Tensor x, double min) {
    return x.clamp_min(new Scalar(min));
  }

  /** Returns {@code x} limited to {@code [min, max]}. */
  public static Tensor clamp(Tensor x, double min, double max) {
    return x.clamp(new ScalarOptional(new Scalar(min)), new ScalarOptional(new Scalar(max)));
  }

  /** Returns {@code x} as float32. */
  public static Tensor toFloat(Tensor x) {
    return x.to(ScalarType.Float);
  }

  /** Returns {@code x} as float64. */
  public static Tensor toDouble(Tensor x) {
    return x.to(ScalarType.Double);
  }

  /** Returns {@code x} as float32 if its element type is a shorter one, else as it is. */
  public static Tensor atLeastFloat(Tensor x) {
    ScalarType type = x.scalar_type().intern();
    return type == ScalarType.Double || type == ScalarType.Float ? x : x.to(ScalarType.Float);
  }

  /** Returns {@code x} as bfloat16, rounded to the nearest. */
  public static Tensor toBfloat16(Tensor x) {
    return x.to(ScalarType.BFloat16);
  }

  /** Whether the element type is bfloat16. */
  public static boolean isBfloat16(Tensor x) {
    return x.scalar_type().intern() == ScalarType.BFloat16;
  }

  /** Returns {@code x} as float16, rounded to the nearest. */
  public static Tensor toHalf(Tensor x) {
    return x.to(ScalarType.Half);
  }

  /** Returns {@code x} as int32, fractions cut off. */
  public static Tensor toInt(Tensor x) {
    return x.to(ScalarType.Int);
  }

  /** Returns {@code x} as int64, fractions cut off. */
  public static Tensor toLong(Tensor x) {
    return x.to(ScalarType.Long);
  }

  /** Returns {@code x} with the element type and on the device of {@code like}. */
  public static Tensor like(Tensor x, Tensor like) {
    return x.to(like.device(), like.scalar_type());
  }

  /** Whether two tensors have the same element type. */
  public static boolean sameType(Tensor a, Tensor b) {
    return a.scalar_type().intern() == b.scalar_type().intern();
  }

  /** As {@link #like}, but in float32 where {@code like} has a shorter element type. */
  public static Tensor atLeastFloatLike(Tensor x, Tensor like) {
    return x.to(like.device(), floatTypeOf(like));
  }

  private static ScalarType floatTypeOf(Tensor like) {
    boolean isDouble = like.scalar_type().intern() == ScalarType.Double;
    return isDouble ? ScalarType.Double : ScalarType.Float;
  }

  /** Returns {@code x} on the device of {@code like}. */
  public static Tensor onDeviceOf(Tensor x, Tensor like) {
    return x.to(like.device(), x.scalar_type());
  }

  /** Returns 1 where {@code min <= x <= max}, else 0, with the element type of {@code x}. */
  public static Tensor between(Tensor x, double min, Tensor max) {
    return x.ge(new Scalar(min)).logical_and(x.le(max)).to(x.scalar_type());
  }

  /**
   * One number for each class number: 1 at its place, else 0.
   *
   * @param classes {@code [...]} int64 in {@code [0, n)}
   * @param n number of classes
   * @param like gives element type and device
   * @return {@code [..., n]}
   */
  public static Tensor oneHot(Tensor classes, long n, Tensor like) {
    long[] shape = Arrays.copyOf(HostTensors.shape(classes), (int) classes.dim() + 1);
    shape[shape.length - 1] = n;
    return zerosLike(like, shape).scatter_(-1, classes.unsqueeze(-1), new Scalar(1));
  }

  /** Returns the tensors one after another along a dimension. */
  public static Tensor cat(List<Tensor> tensors, long dim) {
    return torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), dim);
  }

  /** Returns the tensors stacked along a new dimension. */
  public static Tensor stack(List<Tensor> tensors, long dim) {
    return torch.stack(new TensorVector(tensors.toArray(Tensor[]::new)), dim);
  }

  /** Returns zeros of the element type and device of {@code like}. */
  public static Tensor zerosLike(Tensor like, long... shape) {
    return torch.zeros(shape, new TensorOptions(like.scalar_type()).device(deviceOf(like)));
  }

  /** Returns memory that nobody has written to, of the element type and device of {@code like}. */
  public static Tensor emptyLike(Tensor like, long... shape) {
    return torch.empty(shape, new TensorOptions(like.scalar_type()).device(deviceOf(like)), null);
  }

  /** Returns float32 zeros on a device. */
  static Tensor zeros(Device device, long... shape) {
    return torch.zeros(
        shape, new TensorOptions(ScalarType.Float).device(new DeviceOptional(device)));
  }

  /**
   * A few int64 values on the device of {@code like}. On a GPU they are made there: values that
   * come from the CPU would wait for all that the GPU still has to do.
   */
  public static Tensor longsLike(long[] values, Tensor like) {
    if (like.is_cpu()) {
      return HostTensors.ofLongs(values, values.length);
    }
    TensorOptions options = new TensorOptions(ScalarType.Long).device(deviceOf(like));
    List<Tensor> parts = new ArrayList<>();
    for (long value : values) {
      parts.add(torch.full(new long[] {1}, new Scalar(value), options));
    }
    return cat(parts, 0);
  }

  /** A few values as {@link #longsLike}, in the element type of {@link #atLeastFloatLike}. */
  public static Tensor floatsLike(float[] values, Tensor like) {
    if (like.is_cpu()) {
      return atLeastFloatLike(HostTensors.ofFloats(values, values.length), like);
    }
    TensorOptions options = new TensorOptions(floatTypeOf(like)).device(deviceOf(like));
    List<Tensor> parts = new ArrayList<>();
    for (float value : values) {
      parts.add(torch.full(new long[] {1}, new Scalar((double) value), options));
    }
    return cat(parts, 0);
  }

  /** Returns float32 zeros on the CPU. */
  public static Tensor zeros(long... shape) {
    return torch.zeros(shape, new TensorOptions(ScalarType.Float));
  }

  /**
   * Returns {@code start, start + step, …} below {@code end} as int32 on the device of {@code
   * like}.
   */
  public static Tensor intRange(long start, long end, long step, Tensor like) {
    return torch.arange(
        new Scalar(start),
        new Scalar(end),
        new Scalar(step),
        new TensorOptions(ScalarType.Int).device(deviceOf(like)));
  }

  /** Returns {@code 0, 1, …, n - 1} with the element type and on the device of {@code like}. */
  public static Tensor rangeLike(long n, Tensor like) {
    return torch.arange(
        new Scalar(n), new TensorOptions(like.scalar_type()).device(deviceOf(like)));
  }

  /** Returns {@code x} with NaN as zero and infinities as the largest finite numbers. */
  public static Tensor nanToNum(Tensor x) {
    return torch.nan_to_num(x);
  }

  /**
   * Goes back through the autograd graph from several tensors at once and adds to the gradients of
   * its leaves.
   *
   * @param tensors where to begin
   * @param gradients of each of them
   */
  public static void backward(List<Tensor> tensors, List<Tensor> gradients) {
    torch.backward(
        new TensorVector(tensors.toArray(Tensor[]::new)),
        new TensorVector(gradients.toArray(Tensor[]::new)),
        new BoolOptional(),
        false,
        new TensorVector());
  }

  /** Returns {@code x} laid out channels-last ({@code NHWC} in memory). */
  public static Tensor channelsLast(Tensor x) {
    return x.contiguous(torch.MemoryFormat.ChannelsLast);
  }

  private static DeviceOptional deviceOf(Tensor like) {
    return new DeviceOptional(like.device());
  }
}
