package io.github.sparsercnn.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts pickles together opcode by opcode, also ones that no pickler would write. */
final class PickleAssembler {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static PickleAssembler pickle() {
    return new PickleAssembler().op(PickleOpcode.PROTO).u1(2);
  }

  PickleAssembler op(PickleOpcode... opcodes) {
    for (PickleOpcode opcode : opcodes) {
      out.write(opcode.code());
    }
    return this;
  }

  PickleAssembler u1(int value) {
    out.write(value);
    return this;
  }

  PickleAssembler u2(int value) {
    return raw(littleEndian(Short.BYTES).putShort((short) value).array());
  }

  PickleAssembler u4(long value) {
    return raw(littleEndian(Integer.BYTES).putInt((int) value).array());
  }

  PickleAssembler u8(long value) {
    return raw(littleEndian(Long.BYTES).putLong(value).array());
  }

  PickleAssembler raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  PickleAssembler raw(PickleAssembler other) {
    return raw(other.bytes());
  }

  PickleAssembler line(String text) {
    return raw((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  PickleAssembler text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return op(PickleOpcode.BINUNICODE).u4(utf8.length).raw(utf8);
  }

  PickleAssembler bytesOf(byte... bytes) {
    return op(PickleOpcode.BINBYTES).u4(bytes.length).raw(bytes);
  }

  PickleAssembler integer(long value) {
    if (value == (int) value) {
      return op(PickleOpcode.BININT).u4(value);
    }
    byte[] bigEndian = BigInteger.valueOf(value).toByteArray();
    op(PickleOpcode.LONG1).u1(bigEndian.length);
    for (int i = bigEndian.length - 1; i >= 0; i--) {
      u1(bigEndian[i]);
    }
    return this;
  }

  PickleAssembler integers(long... values) {
    op(PickleOpcode.MARK);
    for (long value : values) {
      integer(value);
    }
    return op(PickleOpcode.TUPLE);
  }

  PickleAssembler global(String module, String name) {
    return op(PickleOpcode.GLOBAL).line(module).line(name);
  }

  /** A torch storage of {@code data/KEY}. */
  PickleAssembler storage(String type, String key, String device, long numel) {
    return op(PickleOpcode.MARK)
        .text("storage")
        .global("torch", type)
        .text(key)
        .text(device)
        .integer(numel)
        .op(PickleOpcode.TUPLE, PickleOpcode.BINPERSID);
  }

  /** A tensor that is a view of a storage. */
  PickleAssembler tensor(PickleAssembler storage, long offset, long[] sizes, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op(PickleOpcode.MARK)
        .raw(storage)
        .integer(offset)
        .integers(sizes)
        .integers(strides)
        .op(PickleOpcode.NEWFALSE)
        .global("collections", "OrderedDict")
        .op(PickleOpcode.EMPTY_TUPLE, PickleOpcode.REDUCE)
        .op(PickleOpcode.TUPLE, PickleOpcode.REDUCE);
  }

  PickleAssembler stop() {
    return op(PickleOpcode.STOP);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
