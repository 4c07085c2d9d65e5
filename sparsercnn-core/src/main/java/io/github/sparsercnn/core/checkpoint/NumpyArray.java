package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A numpy array that is being put together. */
final class NumpyArray implements PickleGlobal.Buildable, PickleGlobal.PendingTensor {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record State(long[] shape, NumpyDtype dtype, boolean columnMajor, Object raw) {}

  private @Nullable State state;

  /** An array without data, which come by {@link #build}. */
  NumpyArray() {}

  /** An array of a buffer. */
  NumpyArray(ByteBuffer raw, NumpyDtype dtype, long[] shape, boolean columnMajor) {
    state = new State(shape, dtype, columnMajor, raw);
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
    state =
        new State(
            tuple.integers(1),
            tuple.get(2, NumpyDtype.class, "a numpy dtype"),
            tuple.get(3, Boolean.class, "a bool"),
            raw);
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
    StridedView view =
        new StridedView(
            raw,
            state.dtype.order(),
            state.dtype.elements(),
            0,
            state.shape,
            state.columnMajor
                ? StridedView.columnMajor(state.shape)
                : StridedView.rowMajor(state.shape));
    StoredTensor tensor = view.toStoredTensor(budget);
    if (tensor.data().remaining() != raw.remaining()) {
      throw new RefusedException(
          "a numpy array " + tensor + " has " + raw.remaining() + " bytes of data");
    }
    return tensor;
  }
}
