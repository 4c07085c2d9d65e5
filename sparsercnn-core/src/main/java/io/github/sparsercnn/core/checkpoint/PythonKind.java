package io.github.sparsercnn.core.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Python would call a value that a pickle made, for messages. */
final class PythonKind {
  private PythonKind() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return "None";
    } else if (value instanceof String) {
      return "a str";
    } else if (value instanceof Long || value instanceof BigInteger) {
      return "an int";
    } else if (value instanceof Double) {
      return "a float";
    } else if (value instanceof Boolean) {
      return "a bool";
    } else if (value instanceof ByteBuffer) {
      return "a bytes object";
    } else if (value instanceof List) {
      return "a list";
    } else if (value instanceof PickleTuple) {
      return "a tuple";
    } else if (value instanceof Map) {
      return "a dict";
    } else if (value instanceof Set) {
      return "a set";
    } else if (value instanceof PickleGlobal global) {
      return global.name();
    } else if (value instanceof NumpyArray) {
      return "a numpy array";
    } else if (value instanceof NumpyDtype) {
      return "a numpy dtype";
    } else if (value instanceof TorchTensor) {
      return "a tensor";
    }
    return "a storage";
  }
}
