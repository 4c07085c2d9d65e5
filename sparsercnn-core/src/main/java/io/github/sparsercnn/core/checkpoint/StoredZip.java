package io.github.sparsercnn.core.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip of uncompressed entries whose contents start at multiples of {@link #ALIGNMENT}, as {@code
 * torch.save} writes them for memory-mapping. Confined to one thread.
 */
final class StoredZip {
  /** What the offset of every content is a multiple of, in bytes. */
  static final int ALIGNMENT = 64;

  /** The fixed part of what precedes a content. */
  private static final int LOCAL_HEADER_BYTES = 30;

  /** The kind and the length of a block in an entry's extra field. */
  private static final int BLOCK_HEADER_BYTES = 2 * Short.BYTES;

  /** PyTorch's kind of block for padding: the letters FB. */
  private static final short PADDING_BLOCK = 'F' | 'B' << 8;

  /**
   * The file must not depend on when it was written. Java stores the very start of 1980 in a block
   * of its own, which would shift the content.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 2, 0, 0);

  private final CountingStream counted;
  private final ZipOutputStream zip;

  /** Starts a zip at the current place of a stream, which the caller closes. */
  StoredZip(OutputStream stream) {
    counted = new CountingStream(stream);
    zip = new ZipOutputStream(counted, StandardCharsets.UTF_8);
  }

  /** Appends the remaining bytes of a buffer as an entry. */
  void add(String name, ByteBuffer content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content.duplicate());
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.remaining());
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    entry.setExtra(padding(name));
    zip.putNextEntry(entry);
    BufferOutput.write(content, zip);
    zip.closeEntry();
  }

  /** Appends the directory. */
  void finish() throws IOException {
    zip.finish();
  }

  private byte[] padding(String name) {
    long unpadded =
        counted.written
            + LOCAL_HEADER_BYTES
            + name.getBytes(StandardCharsets.UTF_8).length
            + BLOCK_HEADER_BYTES;
    short bytes = (short) Math.floorMod(-unpadded, ALIGNMENT);
    return ByteBuffer.allocate(BLOCK_HEADER_BYTES + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(PADDING_BLOCK)
        .putShort(bytes)
        .array();
  }

  private static final class CountingStream extends FilterOutputStream {
    private long written;

    CountingStream(OutputStream stream) {
      super(stream);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      written += length;
    }
  }
}
