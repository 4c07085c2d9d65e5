package io.github.sparsercnn.core.torch;

import io.github.sparsercnn.core.checkpoint.DType;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Copies between Java memory and tensors. Everything runs inside a {@link TensorScope}. */
public final class HostTensors {
  private HostTensors() {}

  /**
   * A float32 CPU tensor.
   *
   * @param values row-major, copied
   * @param shape sizes whose product is the number of values
   * @return the tensor
   */
  public static Tensor ofFloats(float[] values, long... shape) {
    checkShape(values.length, shape);
    Tensor tensor = torch.empty(shape, options(ScalarType.Float), null);
    if (values.length > 0) {
      tensor.data_ptr_float().put(values);
    }
    return tensor;
  }

  /**
   * A float64 CPU tensor.
   *
   * @param values row-major, copied
   * @param shape sizes whose product is the number of values
   * @return the tensor
   */
  public static Tensor ofDoubles(double[] values, long... shape) {
    checkShape(values.length, shape);
    Tensor tensor = torch.empty(shape, options(ScalarType.Double), null);
    if (values.length > 0) {
      tensor.data_ptr_double().put(values);
    }
    return tensor;
  }

  /**
   * An int64 CPU tensor.
   *
   * @param values row-major, copied
   * @param shape sizes whose product is the number of values
   * @return the tensor
   */
  public static Tensor ofLongs(long[] values, long... shape) {
    checkShape(values.length, shape);
    Tensor tensor = torch.empty(shape, options(ScalarType.Long), null);
    if (values.length > 0) {
      tensor.data_ptr_long().put(values);
    }
    return tensor;
  }

  /**
   * An int32 CPU tensor.
   *
   * @param values row-major, copied
   * @param shape sizes whose product is the number of values
   * @return the tensor
   */
  public static Tensor ofInts(int[] values, long... shape) {
    checkShape(values.length, shape);
    Tensor tensor = torch.empty(shape, options(ScalarType.Int), null);
    if (values.length > 0) {
      tensor.data_ptr_int().put(values);
    }
    return tensor;
  }

  /**
   * A uint8 CPU tensor.
   *
   * @param values row-major, copied
   * @param shape sizes whose product is the number of values
   * @return the tensor
   */
  public static Tensor ofBytes(byte[] values, long... shape) {
    return ofBytes(options(ScalarType.Byte), values, shape);
  }

  /** {@link #ofBytes} in memory that a GPU reads by itself, without the CPU's help. */
  static Tensor ofBytesForGpu(byte[] values, long... shape) {
    return ofBytes(options(ScalarType.Byte).pinned_memory(new BoolOptional(true)), values, shape);
  }

  private static Tensor ofBytes(TensorOptions options, byte[] values, long... shape) {
    checkShape(values.length, shape);
    Tensor tensor = torch.empty(shape, options, null);
    if (values.length > 0) {
      new BytePointer(tensor.data_ptr()).put(values);
    }
    return tensor;
  }

  /**
   * The values of a stored tensor, copied once from the file into native memory.
   *
   * @param stored a tensor of a weights file
   * @return a CPU tensor of the same shape and element type
   */
  public static Tensor of(StoredTensor stored) {
    Tensor tensor = torch.empty(stored.shape(), options(scalarType(stored.dtype())), null);
    if (stored.numel() > 0) {
      stored.copyTo(memory(tensor));
    }
    return tensor;
  }

  /**
   * The values of a tensor as floats, row-major.
   *
   * @param tensor of any device and real element type
   * @return a copy
   */
  public static float[] toFloats(Tensor tensor) {
    Tensor host = tensor.detach().to(ScalarType.Float).cpu().contiguous();
    float[] values = new float[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      FloatPointer data = host.data_ptr_float();
      data.get(values);
    }
    return values;
  }

  /**
   * The values of a tensor as doubles, row-major.
   *
   * @param tensor of any device and real element type
   * @return a copy
   */
  public static double[] toDoubles(Tensor tensor) {
    Tensor host = tensor.detach().cpu().to(ScalarType.Double).contiguous();
    double[] values = new double[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      DoublePointer data = host.data_ptr_double();
      data.get(values);
    }
    return values;
  }

  /**
   * The values of an integer tensor, row-major.
   *
   * @param tensor of any device and integer element type
   * @return a copy
   */
  public static long[] toLongs(Tensor tensor) {
    Tensor host = tensor.detach().to(ScalarType.Long).cpu().contiguous();
    long[] values = new long[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      LongPointer data = host.data_ptr_long();
      data.get(values);
    }
    return values;
  }

  /**
   * The values of an integer tensor, row-major.
   *
   * @param tensor of any device and integer element type; values fit into 32 bits
   * @return a copy
   */
  public static int[] toInts(Tensor tensor) {
    Tensor host = tensor.detach().to(ScalarType.Int).cpu().contiguous();
    int[] values = new int[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      IntPointer data = host.data_ptr_int();
      data.get(values);
    }
    return values;
  }

  /**
   * A tensor as a weights file holds it, without a copy where it lies on the CPU and in one piece.
   *
   * @param tensor of an element type that {@link #of} knows
   * @return valid as long as the open scope and the tensor's memory, and changing with it
   */
  public static StoredTensor toStored(Tensor tensor) {
    Tensor host = tensor.detach().cpu().contiguous();
    ByteBuffer data = host.numel() == 0 ? ByteBuffer.allocate(0) : memory(host);
    return new StoredTensor(dtype(host), shape(host), data);
  }

  /** The memory of a contiguous CPU tensor. */
  private static ByteBuffer memory(Tensor tensor) {
    long bytes = tensor.numel() * tensor.element_size();
    return new BytePointer(tensor.data_ptr()).capacity(bytes).asByteBuffer();
  }

  /**
   * The values of a uint8 tensor, row-major.
   *
   * @param tensor of any device
   * @return a copy
   */
  public static byte[] toBytes(Tensor tensor) {
    Tensor host = tensor.detach().cpu().contiguous();
    byte[] values = new byte[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      new BytePointer(host.data_ptr()).get(values);
    }
    return values;
  }

  /**
   * The sizes of a tensor.
   *
   * @param tensor any
   * @return one size per dimension
   */
  public static long[] shape(Tensor tensor) {
    long[] shape = new long[Math.toIntExact(tensor.dim())];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  private static TensorOptions options(ScalarType type) {
    return new TensorOptions(type);
  }

  private static ScalarType scalarType(DType dtype) {
    return switch (dtype) {
      case F64 -> ScalarType.Double;
      case F32 -> ScalarType.Float;
      case F16 -> ScalarType.Half;
      case BF16 -> ScalarType.BFloat16;
      case I64 -> ScalarType.Long;
      case I32 -> ScalarType.Int;
      case I16 -> ScalarType.Short;
      case I8 -> ScalarType.Char;
      case U8 -> ScalarType.Byte;
      case BOOL -> ScalarType.Bool;
    };
  }

  private static DType dtype(Tensor tensor) {
    ScalarType type = tensor.scalar_type().intern();
    for (DType dtype : DType.values()) {
      if (scalarType(dtype) == type) {
        return dtype;
      }
    }
    throw new IllegalArgumentException("no weights file holds tensors of type " + type);
  }

  private static void checkShape(int values, long[] shape) {
    long numel = 1;
    for (long size : shape) {
      numel *= size;
    }
    if (numel != values) {
      throw new IllegalArgumentException(values + " values for shape " + Arrays.toString(shape));
    }
  }
}
