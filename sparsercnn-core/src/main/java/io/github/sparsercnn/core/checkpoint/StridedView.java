package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as a view of memory: an offset, sizes and strides, all in elements. Becomes a {@link
 * StoredTensor} after every bound has been checked; a window where the memory already has the
 * stored form, a copy where it has not.
 *
 * @param memory all elements that may be seen
 * @param order the byte order of the elements
 * @param dtype what the elements are
 * @param region the same bytes in a file, null if they are in no file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StridedView(
    ByteBuffer memory,
    ByteOrder order,
    DType dtype,
    long offset,
    long[] sizes,
    long[] strides,
    @Nullable FileRegion region) {
  /** The most dimensions, as in PyTorch and NumPy. */
  static final int MAX_RANK = 64;

  /** A view of all memory in one piece, the last dimension the fastest. */
  static long[] rowMajor(long[] sizes) throws RefusedException {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride = multiply(stride, Math.max(sizes[d], 1), sizes);
    }
    return strides;
  }

  /** The same in Fortran's order, the first dimension the fastest. */
  static long[] columnMajor(long[] sizes) throws RefusedException {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int d = 0; d < sizes.length; d++) {
      strides[d] = stride;
      stride = multiply(stride, Math.max(sizes[d], 1), sizes);
    }
    return strides;
  }

  /**
   * Checks this view, and makes it contiguous and little-endian.
   *
   * @param budget what a copy is charged to
   */
  StoredTensor toStoredTensor(MemoryBudget budget) throws RefusedException {
    int numel = checkedNumel();
    int bytes = numel * dtype.bytes();
    budget.charge(MemoryBudget.OBJECT + (long) sizes.length * Long.BYTES);
    ByteBuffer data;
    FileRegion inFile = null;
    if (isContiguous(numel) && (order == ByteOrder.LITTLE_ENDIAN || dtype.bytes() == 1)) {
      int start = numel == 0 ? 0 : (int) offset * dtype.bytes();
      data = memory.slice(memory.position() + start, bytes);
      inFile = region == null ? null : region.part(start, bytes);
    } else {
      budget.charge(bytes);
      data = copy(bytes);
    }
    dtype.checkValues(data);
    return new StoredTensor(dtype, sizes, data, inFile);
  }

  private int checkedNumel() throws RefusedException {
    if (sizes.length != strides.length) {
      throw new RefusedException(
          "a tensor has " + sizes.length + " sizes and " + strides.length + " strides");
    }
    if (sizes.length > MAX_RANK) {
      throw new RefusedException("a tensor has " + sizes.length + " dimensions");
    }
    if (offset < 0) {
      throw new RefusedException("a tensor begins at element " + offset + " of its storage");
    }
    long product = 1; // of all sizes but the zeros, so that [0, 2^62, 2^62] is found as well
    boolean empty = false;
    long last = offset;
    for (int d = 0; d < sizes.length; d++) {
      if (sizes[d] < 0 || strides[d] < 0) {
        throw new RefusedException(
            "a tensor has the sizes "
                + Arrays.toString(sizes)
                + " and the strides "
                + Arrays.toString(strides)
                + ", expected no negative ones");
      }
      empty |= sizes[d] == 0;
      product = multiply(product, Math.max(sizes[d], 1), sizes);
      last = add(last, multiply(Math.max(sizes[d] - 1, 0), strides[d], strides));
    }
    long elements = memory.remaining() / dtype.bytes();
    if (!empty && last >= elements) {
      throw new RefusedException(
          "a tensor of the sizes "
              + Arrays.toString(sizes)
              + " reaches element "
              + last
              + " of a storage of "
              + elements);
    }
    long numel = empty ? 0 : product;
    if (numel > Integer.MAX_VALUE / dtype.bytes()) {
      throw new RefusedException(
          "a tensor of the sizes " + Arrays.toString(sizes) + " has 2 GiB or more");
    }
    return (int) numel;
  }

  private boolean isContiguous(int numel) {
    long expected = 1;
    for (int d = sizes.length - 1; d >= 0 && numel > 0; d--) {
      if (sizes[d] != 1) {
        if (strides[d] != expected) {
          return false;
        }
        expected *= sizes[d];
      }
    }
    return true;
  }

  private ByteBuffer copy(int bytes) {
    ByteBuffer from = memory.slice().order(order);
    ByteBuffer to = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int item = dtype.bytes();
    long[] index = new long[sizes.length];
    long element = offset;
    while (to.hasRemaining()) {
      int at = (int) element * item;
      switch (item) {
        case Long.BYTES -> to.putLong(from.getLong(at));
        case Integer.BYTES -> to.putInt(from.getInt(at));
        case Short.BYTES -> to.putShort(from.getShort(at));
        default -> to.put(from.get(at));
      }
      for (int d = sizes.length - 1; d >= 0; d--) {
        element += strides[d];
        if (++index[d] < sizes[d]) {
          break;
        }
        element -= strides[d] * sizes[d];
        index[d] = 0;
      }
    }
    return to.flip();
  }

  private static long multiply(long a, long b, long[] factors) throws RefusedException {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw new RefusedException("a tensor is beyond 64 bits: " + Arrays.toString(factors), e);
    }
  }

  private static long add(long a, long b) throws RefusedException {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw new RefusedException("a tensor reaches beyond 64 bits", e);
    }
  }
}
