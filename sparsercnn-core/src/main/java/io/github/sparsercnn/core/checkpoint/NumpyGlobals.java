package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The names of numpy that arrays and numbers of numpy are pickled by. */
final class NumpyGlobals {
  private static final String NDARRAY = "numpy.ndarray";

  private NumpyGlobals() {}

  static void addTo(Map<String, PickleGlobal> globals) {
    globals.put(NDARRAY, new PickleGlobal.Inert(NDARRAY));
    PythonGlobals.function(globals, "numpy.dtype", NumpyGlobals::dtype);
    // numpy 2 moved its core.
    for (String core : List.of("numpy.core.", "numpy._core.")) {
      PythonGlobals.function(globals, core + "multiarray._reconstruct", NumpyGlobals::reconstruct);
      PythonGlobals.function(globals, core + "multiarray.scalar", NumpyGlobals::scalar);
      PythonGlobals.function(globals, core + "numeric._frombuffer", NumpyGlobals::fromBuffer);
    }
  }

  /** {@code (code, align, copy)}. */
  private static NumpyDtype dtype(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(1, 3);
    return new NumpyDtype(arguments.string(0));
  }

  /** {@code (ndarray, (0,), b'b')}: an empty array, which BUILD fills. */
  private static NumpyArray reconstruct(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(3, 3);
    if (!arguments.get(0, PickleGlobal.class, NDARRAY).name().equals(NDARRAY)) {
      throw new RefusedException("makes another kind of array than " + NDARRAY);
    }
    return new NumpyArray();
  }

  /** {@code (dtype, data)}. */
  private static Object scalar(PickleTuple arguments, MemoryBudget budget) throws RefusedException {
    arguments.requireSize(2, 2);
    NumpyDtype dtype = arguments.get(0, NumpyDtype.class, "a numpy dtype");
    ByteBuffer raw =
        arguments.get(1) instanceof String text
            ? PythonGlobals.latin1(text, budget)
            : arguments.get(1, ByteBuffer.class, "bytes");
    return dtype.scalar(raw);
  }

  /**
   * {@code (data, dtype, shape, order, axes=None)}, as protocol 5 writes arrays. Order K is C with
   * the axes permuted afterwards.
   */
  private static NumpyArray fromBuffer(PickleTuple arguments, MemoryBudget budget)
      throws RefusedException {
    arguments.requireSize(4, 5);
    ByteBuffer raw = arguments.get(0, ByteBuffer.class, "bytes");
    NumpyDtype dtype = arguments.get(1, NumpyDtype.class, "a numpy dtype");
    long[] sizes = arguments.integers(2);
    String order = arguments.string(3);
    return switch (order) {
      case "C" -> new NumpyArray(raw, dtype, sizes, StridedView.rowMajor(sizes));
      case "F" -> new NumpyArray(raw, dtype, sizes, StridedView.columnMajor(sizes));
      case "K" -> {
        int[] axes = permutation(arguments.integers(4), sizes.length);
        long[] strides = StridedView.rowMajor(sizes);
        yield new NumpyArray(raw, dtype, permuted(sizes, axes), permuted(strides, axes));
      }
      default ->
          throw new RefusedException(
              "the order is " + PickleText.excerpt(order) + ", expected C, F or K");
    };
  }

  private static int[] permutation(long[] axes, int rank) throws RefusedException {
    long[] sorted = axes.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, LongStream.range(0, rank).toArray())) {
      throw new RefusedException(Arrays.toString(axes) + " is no permutation of " + rank + " axes");
    }
    return Arrays.stream(axes).mapToInt(Math::toIntExact).toArray();
  }

  private static long[] permuted(long[] values, int[] axes) {
    return Arrays.stream(axes).mapToLong(axis -> values[axis]).toArray();
  }
}
