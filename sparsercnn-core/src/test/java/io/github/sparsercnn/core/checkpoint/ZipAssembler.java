package io.github.sparsercnn.core.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Puts stored zip archives together field by field, also ones that no archiver would write. What a
 * test does not change is right.
 */
final class ZipAssembler {
  private final List<Entry> entries = new ArrayList<>();

  /** Changes to the end of the archive; null leaves what is right. */
  Integer entriesInEnd;

  Long directoryOffsetInEnd;
  boolean zip64;
  Long directoryOffsetInZip64End;
  byte[] behindTheEnd = {};

  /** One entry, whose headers may disagree. */
  static final class Entry {
    final byte[] content;
    final Header local;
    final Header central;
    private int offset;

    Entry(String name, byte[] content) {
      this.content = content;
      this.local = new Header(name, content);
      this.central = new Header(name, content);
    }

    Entry both(Consumer<Header> change) {
      change.accept(local);
      change.accept(central);
      return this;
    }

    Entry local(Consumer<Header> change) {
      change.accept(local);
      return this;
    }

    Entry central(Consumer<Header> change) {
      change.accept(central);
      return this;
    }
  }

  /** The fields that both headers have. */
  static final class Header {
    String name;
    int flags;
    int method;
    long crc;
    long storedBytes;
    long contentBytes;
    long offsetShift;
    byte[] extra = {};

    Header(String name, byte[] content) {
      this.name = name;
      CRC32 sum = new CRC32();
      sum.update(content);
      this.crc = sum.getValue();
      this.storedBytes = content.length;
      this.contentBytes = content.length;
    }
  }

  /** A zip64 extra field. */
  static byte[] zip64Extra(long... values) {
    byte[] extra = new byte[4 + values.length * Long.BYTES];
    ByteBuffer fields = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
    fields.putShort((short) 1).putShort((short) (values.length * Long.BYTES));
    for (long value : values) {
      fields.putLong(value);
    }
    return extra;
  }

  Entry add(String name, byte... content) {
    Entry entry = new Entry(name, content);
    entries.add(entry);
    return entry;
  }

  Entry add(String name, String content) {
    return add(name, content.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      entry.offset = out.size();
      out.writeBytes(localHeader(entry.local));
      out.writeBytes(entry.content);
    }
    int directoryOffset = out.size();
    for (Entry entry : entries) {
      out.writeBytes(centralHeader(entry));
    }
    int directoryBytes = out.size() - directoryOffset;
    if (zip64) {
      int end64Offset = out.size();
      out.writeBytes(end64(directoryBytes, directoryOffset));
      out.writeBytes(
          littleEndian(20).putInt(0x07064b50).putInt(0).putLong(end64Offset).putInt(1).array());
    }
    int count = entriesInEnd == null ? entries.size() : entriesInEnd;
    long offset = directoryOffsetInEnd == null ? directoryOffset : directoryOffsetInEnd;
    out.writeBytes(
        littleEndian(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) (zip64 ? 0xffff : count))
            .putShort((short) (zip64 ? 0xffff : count))
            .putInt(zip64 ? -1 : directoryBytes)
            .putInt(zip64 && directoryOffsetInEnd == null ? -1 : (int) offset)
            .putShort((short) 0)
            .array());
    out.writeBytes(behindTheEnd);
    return out.toByteArray();
  }

  private static byte[] localHeader(Header header) {
    byte[] name = header.name.getBytes(StandardCharsets.UTF_8);
    return littleEndian(30 + name.length + header.extra.length)
        .putInt(0x04034b50)
        .putShort((short) 0)
        .putShort((short) header.flags)
        .putShort((short) header.method)
        .putInt(0)
        .putInt((int) header.crc)
        .putInt((int) header.storedBytes)
        .putInt((int) header.contentBytes)
        .putShort((short) name.length)
        .putShort((short) header.extra.length)
        .put(name)
        .put(header.extra)
        .array();
  }

  private static byte[] centralHeader(Entry entry) {
    Header header = entry.central;
    byte[] name = header.name.getBytes(StandardCharsets.UTF_8);
    return littleEndian(46 + name.length + header.extra.length)
        .putInt(0x02014b50)
        .putInt(0)
        .putShort((short) header.flags)
        .putShort((short) header.method)
        .putInt(0)
        .putInt((int) header.crc)
        .putInt((int) header.storedBytes)
        .putInt((int) header.contentBytes)
        .putShort((short) name.length)
        .putShort((short) header.extra.length)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(0)
        .putInt((int) (entry.offset + header.offsetShift))
        .put(name)
        .put(header.extra)
        .array();
  }

  private byte[] end64(long directoryBytes, long directoryOffset) {
    return littleEndian(56)
        .putInt(0x06064b50)
        .putLong(44)
        .putShort((short) 45)
        .putShort((short) 45)
        .putInt(0)
        .putInt(0)
        .putLong(entriesInEnd == null ? entries.size() : entriesInEnd)
        .putLong(entriesInEnd == null ? entries.size() : entriesInEnd)
        .putLong(directoryBytes)
        .putLong(directoryOffsetInZip64End == null ? directoryOffset : directoryOffsetInZip64End)
        .array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
