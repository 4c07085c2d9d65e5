package io.github.sparsercnn.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a graph of maps, lists, plain values and tensors as a pickle of protocol 2, in the subset
 * that {@code torch.load(weights_only=True)} accepts. The tensors' bytes stay outside: the pickle
 * names each by a number, in the order of {@link #storages()}.
 */
final class PickleWriter {
  private static final int PROTO = 0x80;
  private static final int PROTOCOL = 2;
  private static final int STOP = '.';
  private static final int MARK = '(';
  private static final int NONE = 'N';
  private static final int NEWTRUE = 0x88;
  private static final int NEWFALSE = 0x89;
  private static final int BININT = 'J';
  private static final int LONG1 = 0x8a;
  private static final int BINFLOAT = 'G';
  private static final int BINUNICODE = 'X';
  private static final int EMPTY_DICT = '}';
  private static final int SETITEMS = 'u';
  private static final int EMPTY_LIST = ']';
  private static final int APPENDS = 'e';
  private static final int TUPLE = 't';
  private static final int EMPTY_TUPLE = ')';
  private static final int GLOBAL = 'c';
  private static final int REDUCE = 'R';
  private static final int BINPERSID = 'Q';

  private static final int MAX_LONG1_BYTES = 255;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<StoredTensor> storages = new ArrayList<>();

  /**
   * Writes a whole pickle.
   *
   * @param root maps, lists, {@link String}, {@link Boolean}, {@link Integer}, {@link Long}, {@link
   *     BigInteger}, {@link Float}, {@link Double}, {@link StoredTensor} and null, without cycles
   * @throws IllegalArgumentException if the graph holds anything else
   */
  PickleWriter(@Nullable Object root) {
    out.write(PROTO);
    out.write(PROTOCOL);
    write(root);
    out.write(STOP);
  }

  /** The pickle. */
  byte[] bytes() {
    return out.toByteArray();
  }

  /** The tensors whose bytes belong beside the pickle; an index is the storage's name. */
  List<StoredTensor> storages() {
    return Collections.unmodifiableList(storages);
  }

  private void write(@Nullable Object value) {
    if (value == null) {
      out.write(NONE);
    } else if (value instanceof StoredTensor tensor) {
      writeTensor(tensor);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map);
    } else if (value instanceof List<?> list) {
      out.write(EMPTY_LIST);
      out.write(MARK);
      list.forEach(this::write);
      out.write(APPENDS);
    } else if (value instanceof String text) {
      writeText(text);
    } else if (value instanceof Boolean flag) {
      out.write(flag ? NEWTRUE : NEWFALSE);
    } else if (value instanceof Integer || value instanceof Long) {
      writeInteger(((Number) value).longValue());
    } else if (value instanceof BigInteger integer) {
      writeLong1(integer);
    } else if (value instanceof Float || value instanceof Double) {
      out.write(BINFLOAT); // the only number of a pickle that is big-endian
      out.writeBytes(ByteBuffer.allocate(8).putDouble(((Number) value).doubleValue()).array());
    } else {
      throw new IllegalArgumentException(
          "a checkpoint cannot hold a " + value.getClass().getName());
    }
  }

  private void writeMap(Map<?, ?> map) {
    out.write(EMPTY_DICT);
    out.write(MARK);
    map.forEach(
        (key, value) -> {
          write(key);
          write(value);
        });
    out.write(SETITEMS);
  }

  private void writeText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.write(BINUNICODE);
    writeInt(utf8.length);
    out.writeBytes(utf8);
  }

  private void writeInteger(long value) {
    if (value == (int) value) {
      out.write(BININT);
      writeInt((int) value);
    } else {
      writeLong1(BigInteger.valueOf(value));
    }
  }

  private void writeLong1(BigInteger value) {
    byte[] bigEndian = value.toByteArray();
    if (bigEndian.length > MAX_LONG1_BYTES) {
      throw new IllegalArgumentException("a checkpoint cannot hold an integer this long: " + value);
    }
    out.write(LONG1);
    out.write(bigEndian.length);
    for (int i = bigEndian.length - 1; i >= 0; i--) {
      out.write(bigEndian[i]);
    }
  }

  private void writeInt(int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  /**
   * {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)}, where
   * the storage is {@code ('storage', type, name, device, numel)}.
   */
  private void writeTensor(StoredTensor tensor) {
    String name = Integer.toString(storages.size());
    storages.add(tensor);
    writeGlobal("torch._utils", "_rebuild_tensor_v2");
    out.write(MARK);
    out.write(MARK);
    writeText("storage");
    writeGlobal("torch", storageType(tensor.dtype()));
    writeText(name);
    writeText("cpu");
    writeInteger(tensor.numel());
    out.write(TUPLE);
    out.write(BINPERSID);
    writeInteger(0);
    writeTuple(tensor.shape());
    writeTuple(contiguousStrides(tensor.shape()));
    write(false);
    writeGlobal("collections", "OrderedDict");
    out.write(EMPTY_TUPLE);
    out.write(REDUCE);
    out.write(TUPLE);
    out.write(REDUCE);
  }

  private void writeTuple(long[] values) {
    out.write(MARK);
    for (long value : values) {
      writeInteger(value);
    }
    out.write(TUPLE);
  }

  private static long[] contiguousStrides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape[i]); // PyTorch counts an empty dimension as one
    }
    return strides;
  }

  private void writeGlobal(String module, String name) {
    out.write(GLOBAL);
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String storageType(DType dtype) {
    return switch (dtype) {
      case F64 -> "DoubleStorage";
      case F32 -> "FloatStorage";
      case F16 -> "HalfStorage";
      case BF16 -> "BFloat16Storage";
      case I64 -> "LongStorage";
      case I32 -> "IntStorage";
      case I16 -> "ShortStorage";
      case I8 -> "CharStorage";
      case U8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
    };
  }
}
