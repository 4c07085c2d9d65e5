package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The element type of a numpy array or scalar. Its byte order comes in a second step. */
final class NumpyDtype implements PickleGlobal.Buildable {
  private static final Map<String, DType> KINDS =
      Map.of(
          "f8", DType.F64,
          "f4", DType.F32,
          "f2", DType.F16,
          "i8", DType.I64,
          "i4", DType.I32,
          "i2", DType.I16,
          "i1", DType.I8,
          "u1", DType.U8,
          "b1", DType.BOOL);

  /** Where the pickled state of a dtype holds its byte order, subarray, names and fields. */
  private static final int BYTE_ORDER = 1;

  private static final int SUBARRAY = 2;
  private static final int FIELDS = 4;

  private static final String CONVERT = "convert the array in Python, or leave it out";

  private final DType elements;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  /** The dtype of a code such as {@code f4}. */
  NumpyDtype(String code) throws RefusedException {
    DType found = KINDS.get(code);
    if (found == null) {
      throw new RefusedException(
          "the numpy dtype "
              + PickleText.excerpt(code)
              + (code.startsWith("O")
                  ? " holds arbitrary Python objects, which are refused"
                  : " is not supported")
              + ", expected one of f8, f4, f2, i8, i4, i2, i1, u1, b1",
          CONVERT);
    }
    this.elements = found;
  }

  @Override
  public void build(@Nullable Object state) throws RefusedException {
    if (!(state instanceof PickleTuple tuple)) {
      throw new RefusedException("the state of a numpy dtype is " + PythonKind.of(state));
    }
    for (int i = SUBARRAY; i <= FIELDS; i++) {
      if (tuple.get(i) != null) {
        throw new RefusedException("numpy arrays of records are not supported", CONVERT);
      }
    }
    order =
        switch (tuple.string(BYTE_ORDER)) {
          case "<", "|", "=" -> ByteOrder.LITTLE_ENDIAN;
          case ">" -> ByteOrder.BIG_ENDIAN;
          default ->
              throw new RefusedException(
                  "the byte order of a numpy dtype is "
                      + PickleText.excerpt(tuple.string(BYTE_ORDER)));
        };
  }

  DType elements() {
    return elements;
  }

  ByteOrder order() {
    return order;
  }

  /** The one element in some bytes: a Long, Double or Boolean. */
  Object scalar(ByteBuffer raw) throws RefusedException {
    if (raw.remaining() != elements.bytes()) {
      throw new RefusedException(
          "a numpy scalar of " + elements + " has " + raw.remaining() + " bytes");
    }
    ByteBuffer bytes = raw.slice().order(order);
    return switch (elements) {
      case BOOL -> bytes.get() != 0;
      case I64 -> bytes.getLong(); // the only one that a double cannot hold
      case I32, I16, I8, U8 -> (long) elements.read(bytes);
      case F64, F32, F16, BF16 -> elements.read(bytes);
    };
  }
}
