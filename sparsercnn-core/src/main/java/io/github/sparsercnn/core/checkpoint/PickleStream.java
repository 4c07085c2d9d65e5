package io.github.sparsercnn.core.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The opcodes of a pickle and their arguments, read from a part of a file. Every length is checked
 * against what is left, and charged, before anything is allocated; byte strings are windows on the
 * file.
 */
final class PickleStream {
  private static final int CHUNK = 1 << 20;

  /** Printing or parsing longer integers takes more than linear time. */
  private static final int MAX_INTEGER_BYTES = 1024;

  private final MappedFile file;
  private final long start;
  private final long end;
  private final MemoryBudget budget;
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long chunkEnd;

  /**
   * Reads a part of a file.
   *
   * @param start its first byte
   * @param end the byte after its last
   * @param budget what strings are charged to
   */
  PickleStream(MappedFile file, long start, long end, MemoryBudget budget) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.budget = budget;
    this.chunkEnd = start;
  }

  /** How many bytes were read. */
  long position() {
    return chunkEnd - chunk.remaining() - start;
  }

  /** How many bytes can still be read. */
  long remaining() {
    return end - chunkEnd + chunk.remaining();
  }

  /** All bytes of this part. */
  long length() {
    return end - start;
  }

  PickleOpcode opcode() throws RefusedException {
    if (remaining() == 0) {
      throw new RefusedException("the pickle ends without STOP");
    }
    int code = u1();
    PickleOpcode opcode = PickleOpcode.of(code);
    if (opcode == null) {
      throw new RefusedException("0x" + Integer.toHexString(code) + " is no pickle opcode");
    }
    return opcode;
  }

  int u1() throws RefusedException {
    require(1);
    return chunk.get() & 0xff;
  }

  int u2() throws RefusedException {
    require(Short.BYTES);
    return chunk.getShort() & 0xffff;
  }

  int i4() throws RefusedException {
    require(Integer.BYTES);
    return chunk.getInt();
  }

  long u4() throws RefusedException {
    return i4() & 0xffff_ffffL;
  }

  /** A length of 64 bits. */
  long u8() throws RefusedException {
    require(Long.BYTES);
    long value = chunk.getLong();
    if (value < 0) {
      throw new RefusedException("has a length of " + Long.toUnsignedString(value) + " bytes");
    }
    return value;
  }

  double f8BigEndian() throws RefusedException {
    require(Double.BYTES);
    return Double.longBitsToDouble(Long.reverseBytes(chunk.getLong()));
  }

  /** A two's complement number of some bytes: a {@link Long} if it fits. */
  Number integer(long length) throws RefusedException {
    if (length > MAX_INTEGER_BYTES) {
      throw new RefusedException("has an integer of " + length + " bytes");
    }
    byte[] bigEndian = array(length);
    for (int i = 0, j = bigEndian.length - 1; i < j; i++, j--) {
      byte swapped = bigEndian[i];
      bigEndian[i] = bigEndian[j];
      bigEndian[j] = swapped;
    }
    return bigEndian.length == 0 ? Long.valueOf(0) : narrow(new BigInteger(bigEndian));
  }

  /** The same number as a {@link Long} if it fits. */
  static Number narrow(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Number) value.longValueExact() : value;
  }

  /** A window on the next bytes. */
  ByteBuffer bytes(long length) throws RefusedException {
    checkLength(length);
    budget.charge(MemoryBudget.OBJECT);
    if (length <= CHUNK) {
      require((int) length);
      ByteBuffer window = chunk.slice(chunk.position(), (int) length);
      chunk.position(chunk.position() + (int) length);
      return window;
    }
    long at = chunkEnd - chunk.remaining();
    ByteBuffer window = file.window(at, length, "a byte string");
    chunkEnd = at + length;
    chunk = ByteBuffer.allocate(0);
    return window;
  }

  String utf8(long length) throws RefusedException {
    checkLength(length);
    budget.charge(length, Character.BYTES);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes(length)).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedException("the text is not UTF-8", e);
    }
  }

  String latin1(long length) throws RefusedException {
    return new String(array(length), StandardCharsets.ISO_8859_1);
  }

  /** The bytes up to the next line feed, which is skipped, as Latin-1. */
  String line() throws RefusedException {
    int length = 0;
    while (true) {
      if (length == chunk.remaining()) {
        if (length == remaining()) {
          throw new RefusedException("the pickle ends within a line");
        }
        enlarge(Math.min(remaining(), Math.max(CHUNK, 2L * length)));
      }
      if (chunk.get(chunk.position() + length) == '\n') {
        String line = latin1(length);
        chunk.get();
        return line;
      }
      length++;
    }
  }

  private byte[] array(long length) throws RefusedException {
    ByteBuffer window = bytes(length);
    budget.charge(2 * length);
    byte[] bytes = new byte[(int) length];
    window.get(bytes);
    return bytes;
  }

  private void checkLength(long length) throws RefusedException {
    if (length > remaining()) {
      throw new RefusedException("needs " + length + " bytes where " + remaining() + " are left");
    }
    if (length > MappedFile.MAX_WINDOW) {
      throw new RefusedException("has " + length + " bytes, expected less than 2 GiB");
    }
  }

  private void require(int length) throws RefusedException {
    if (chunk.remaining() < length) {
      checkLength(length);
      enlarge(Math.min(remaining(), CHUNK));
    }
  }

  private void enlarge(long length) throws RefusedException {
    long at = chunkEnd - chunk.remaining();
    chunk = file.window(at, length, "the pickle").order(ByteOrder.LITTLE_ENDIAN);
    chunkEnd = at + length;
  }
}
