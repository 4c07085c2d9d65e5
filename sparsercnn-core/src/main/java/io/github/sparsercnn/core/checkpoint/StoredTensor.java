package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor as a weights file holds it: contiguous, row-major, little-endian bytes, usually a window
 * on the memory-mapped file. Immutable and thread-safe.
 */
public final class StoredTensor {
  private final DType dtype;
  private final long[] shape;
  private final ByteBuffer data;

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
    this.dtype = dtype;
    this.shape = shape.clone();
    this.data = data.slice().asReadOnlyBuffer();
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

  /** Returns for example {@code F32[256, 64, 1, 1]}. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
