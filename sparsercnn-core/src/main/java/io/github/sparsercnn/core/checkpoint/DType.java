package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;

/** The element type of a stored tensor. Names are those of safetensors. */
public enum DType {
  /** IEEE double. */
  F64(8),
  /** IEEE single. */
  F32(4),
  /** IEEE half. */
  F16(2),
  /** bfloat16: the upper half of an IEEE single. */
  BF16(2),
  /** Signed 64-bit integer. */
  I64(8),
  /** Signed 32-bit integer. */
  I32(4),
  /** Signed 16-bit integer. */
  I16(2),
  /** Signed byte. */
  I8(1),
  /** Unsigned byte. */
  U8(1),
  /** One byte, 0 or 1. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating-point type. */
  public boolean isFloatingPoint() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }

  /** Refuses bytes that stand for no value: LibTorch relies on a bool being 0 or 1. */
  void checkValues(ByteBuffer elements) throws RefusedException {
    if (this != BOOL) {
      return;
    }
    for (int i = elements.position(); i < elements.limit(); i++) {
      byte value = elements.get(i);
      if (value != 0 && value != 1) {
        throw new RefusedException("a tensor of bool holds " + value + ", expected 0 or 1");
      }
    }
  }

  /** Takes the next element of a little-endian buffer; exact but for 64-bit integers. */
  double read(ByteBuffer elements) {
    return switch (this) {
      case F64 -> elements.getDouble();
      case F32 -> elements.getFloat();
      case F16 -> HalfPrecision.IEEE_HALF.decode(elements.getShort());
      case BF16 -> HalfPrecision.BFLOAT16.decode(elements.getShort());
      case I64 -> elements.getLong();
      case I32 -> elements.getInt();
      case I16 -> elements.getShort();
      case I8 -> elements.get();
      case U8 -> Byte.toUnsignedInt(elements.get());
      case BOOL -> elements.get();
    };
  }

  /** Appends the nearest number of this floating-point type to a little-endian buffer. */
  void write(double value, ByteBuffer elements) {
    switch (this) {
      case F64 -> elements.putDouble(value);
      case F32 -> elements.putFloat((float) value);
      case F16 -> elements.putShort(HalfPrecision.IEEE_HALF.encode(value));
      case BF16 -> elements.putShort(HalfPrecision.BFLOAT16.encode(value));
      default -> throw new IllegalArgumentException(this + " is not a floating-point type");
    }
  }
}
