package io.github.sparsercnn.core.training.writer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds one protocol buffer message, field by field, in its wire format. Not thread-safe. */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int TYPE_BITS = 3;

  private static final int GROUP_BITS = 7;
  private static final int GROUP_MASK = 0x7f;
  private static final int MORE = 0x80;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Protobuf int64(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  Protobuf float64(int field, double value) {
    key(field, FIXED64);
    bytes.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  Protobuf float32(int field, float value) {
    key(field, FIXED32);
    bytes.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  Protobuf text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Protobuf message(int field, Protobuf value) {
    return bytes(field, value.toBytes());
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private Protobuf bytes(int field, byte[] value) {
    key(field, LENGTH_DELIMITED);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private void key(int field, int type) {
    varint((long) field << TYPE_BITS | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~GROUP_MASK) != 0) {
      bytes.write((int) (rest & GROUP_MASK) | MORE);
      rest >>>= GROUP_BITS;
    }
    bytes.write((int) rest);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
