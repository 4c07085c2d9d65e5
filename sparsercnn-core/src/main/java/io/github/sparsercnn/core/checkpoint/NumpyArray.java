package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A numpy array that is being put together. */
final class NumpyArray implements PickleGlobal.Buildable, PickleGlobal.PendingTensor {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record State(Object raw, NumpyDtype dtype, long[] sizes, long[] strides) {}

  private @Nullable State state;

  /** An array without data, which come by {@link #build}. */
  NumpyArray() {}

  /** An array that is a view of all bytes of a buffer. */
  NumpyArray(ByteBuffer raw, NumpyDtype dtype, long[] sizes, long[] strides) {
    state = new State(raw, dtype, sizes, strides);
  }

  /** {@code (version, shape, dtype, is_fortran, data)}. */
  @Override
  public void build(@Nullable Object pickled) throws RefusedException {
    if (!(pickled instanceof PickleTuple tuple)) {
      throw new RefusedException("the state of a numpy array is " + PythonKind.of(pickled));
    }
    tuple.requireSize(5, 5);
    Object raw = tuple.get(4);
    // Python 2 writes the data as a string.
    if (!(raw instanceof ByteBuffer || raw instanceof String)) {
      throw new RefusedException(
          "the data of a numpy array are " + PythonKind.of(raw) + ", expected bytes");
    }
    long[] sizes = tuple.integers(1);
    NumpyDtype dtype = tuple.get(2, NumpyDtype.class, "a numpy dtype");
    boolean columnMajor = tuple.get(3, Boolean.class, "a bool");
    state =
        new State(
            raw,
            dtype,
            sizes,
            columnMajor ? StridedView.columnMajor(sizes) : StridedView.rowMajor(sizes));
  }

  @Override
  public StoredTensor toStoredTensor(MemoryBudget budget) throws RefusedException {
    if (state == null) {
      throw new RefusedException("a numpy array has no data");
    }
    ByteBuffer raw =
        state.raw instanceof String text
            ? PythonGlobals.latin1(text, budget)
            : (ByteBuffer) state.raw;
    NumpyDtype dtype = state.dtype;
    StridedView view =
        new StridedView(raw, dtype.order(), dtype.elements(), 0, state.sizes, state.strides, null);
    StoredTensor tensor = view.toStoredTensor(budget);
    if (tensor.data().remaining() != raw.remaining()) {
      throw new RefusedException(
          "a numpy array " + tensor + " has " + raw.remaining() + " bytes of data");
    }
    return tensor;
  }
}
