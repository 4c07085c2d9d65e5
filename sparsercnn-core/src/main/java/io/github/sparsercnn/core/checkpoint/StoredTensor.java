package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as a weights file holds it: contiguous, row-major, little-endian bytes, usually a window
 * on the memory-mapped file. What was seen through the window stays in memory for a while; {@link
 * #copyTo} goes past it. Immutable and thread-safe.
 */
public final class StoredTensor {
  private final DType dtype;
  private final long[] shape;
  private final ByteBuffer data;
  private final @Nullable FileRegion region;

  /**
   * Wraps the bytes of a tensor.
   *
   * @param dtype element type
   * @param shape sizes, empty for a scalar
   * @param data exactly {@code product(shape) * dtype.bytes()} bytes between position and limit,
   *     not copied
   * @throws IllegalArgumentException if a size is negative or the number of bytes does not fit
   */
  public StoredTensor(DType dtype, long[] shape, ByteBuffer data) {
    this(dtype, shape, data, null);
  }

  /** Wraps the bytes of a tensor, which lie in a file as well. */
  StoredTensor(DType dtype, long[] shape, ByteBuffer data, @Nullable FileRegion region) {
    this.dtype = dtype;
    this.shape = shape.clone();
    this.data = data.slice().asReadOnlyBuffer();
    this.region = region;
    long bytes = Math.multiplyExact(numel(shape), (long) dtype.bytes());
    if (bytes != this.data.remaining()) {
      throw new IllegalArgumentException(
          dtype
              + " tensor of shape "
              + Arrays.toString(shape)
              + " needs "
              + bytes
              + " bytes, got "
              + this.data.remaining());
    }
  }

  /**
   * A float tensor of its own memory.
   *
   * @param values row-major, copied
   * @param shape sizes, empty for a scalar
   * @throws IllegalArgumentException if a size is negative or the number of values does not fit
   */
  public static StoredTensor of(float[] values, long... shape) {
    ByteBuffer data =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return new StoredTensor(DType.F32, shape, data);
  }

  private static long numel(long[] shape) {
    long numel = 1;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      numel = Math.multiplyExact(numel, size);
    }
    return numel;
  }

  /** The element type. */
  public DType dtype() {
    return dtype;
  }

  /** The sizes, a copy. */
  public long[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public long numel() {
    return numel(shape);
  }

  /** The bytes: a read-only little-endian view of its own position, not a copy. */
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies the bytes of {@link #data}, straight from the file if they come from one.
   *
   * @param target has room for exactly these bytes between position and limit
   * @throws IllegalArgumentException if it has room for more or fewer
   */
  public void copyTo(ByteBuffer target) {
    if (target.remaining() != data.remaining()) {
      throw new IllegalArgumentException(
          this + " has " + data.remaining() + " bytes, room is for " + target.remaining());
    }
    if (region == null || !region.read(target)) {
      target.put(data());
    }
  }

  /**
   * The elements as floats, row-major, a copy. Exact for F32, F16, BF16, BOOL and integers up to 16
   * bits, else the nearest float.
   */
  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(numel())];
    if (dtype == DType.F32) {
      data().asFloatBuffer().get(values);
      return values;
    }
    ByteBuffer elements = data();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) dtype.read(elements);
    }
    return values;
  }

  /**
   * The same tensor with another element type: rounded to nearest, ties to even; what lies beyond
   * the largest finite number becomes infinite, as in PyTorch. 64-bit integers go through double.
   *
   * @param target a floating-point type
   * @return this tensor itself if it has that type already, else a copy
   * @throws IllegalArgumentException if the target is not a floating-point type, or the copy would
   *     have 2 GiB or more
   */
  public StoredTensor to(DType target) {
    if (target == dtype) {
      return this;
    }
    if (!target.isFloatingPoint()) {
      throw new IllegalArgumentException("cannot convert " + this + " to " + target);
    }
    long bytes = numel() * target.bytes();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(this + " would have " + bytes + " bytes as " + target);
    }
    ByteBuffer elements = data();
    ByteBuffer copy = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (elements.hasRemaining()) {
      target.write(dtype.read(elements), copy);
    }
    return new StoredTensor(target, shape, copy.flip());
  }

  /** Returns for example {@code F32[256, 64, 1, 1]}. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
