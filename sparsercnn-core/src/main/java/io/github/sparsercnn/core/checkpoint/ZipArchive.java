package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A zip archive as {@code torch.save} writes it: all entries stored, not compressed, so that each
 * is a window on the file. It must mean the same to every reader: duplicate names, entries that
 * overlap, headers that disagree and paths that leave the archive are refused. Zip64 is understood.
 */
final class ZipArchive {
  /** What CRCs are computed over at a time. */
  private static final int CRC_CHUNK = 1 << 20;

  private final MappedFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Where the content of an entry lies, and the CRC-32 it should have. */
  private record Entry(long offset, long bytes, long crc) {}

  private ZipArchive(MappedFile file) {
    this.file = file;
  }

  /**
   * Reads the directory and all local headers, but no content.
   *
   * @param budget what the directory is charged to
   */
  static ZipArchive read(MappedFile file, MemoryBudget budget) throws RefusedException {
    ZipArchive archive = new ZipArchive(file);
    ZipEnd end = ZipEnd.find(file);
    ByteBuffer directory =
        file.window(end.directoryOffset(), end.directoryBytes(), "the zip directory");
    List<ZipHeader> headers = new ArrayList<>();
    int at = 0;
    while (at < directory.limit()) {
      ZipHeader header = ZipHeader.central(directory, at);
      at += header.headerBytes();
      budget.charge(2L * MemoryBudget.OBJECT + 2L * MemoryBudget.ENTRY + 2L * header.headerBytes());
      headers.add(header);
    }
    if (headers.size() != end.entries()) {
      throw new RefusedException(
          "the zip archive says " + end.entries() + " entries, but has " + headers.size());
    }
    archive.locate(headers, end.directoryOffset());
    return archive;
  }

  private void locate(List<ZipHeader> headers, long directoryOffset) throws RefusedException {
    List<ZipHeader> inFileOrder = new ArrayList<>(headers);
    inFileOrder.sort(Comparator.comparingLong(ZipHeader::localOffset));
    long free = 0;
    for (ZipHeader header : inFileOrder) {
      if (header.localOffset() < free) {
        throw new RefusedException("the zip entry " + header.name() + " overlaps another one");
      }
      long offset = header.localOffset() + header.local(file).headerBytes();
      if (header.contentBytes() > directoryOffset - offset) {
        throw new RefusedException(
            "the zip entry " + header.name() + " reaches into the zip directory");
      }
      free = offset + header.contentBytes();
      Entry entry = new Entry(offset, header.contentBytes(), header.crc());
      if (entries.put(header.name(), entry) != null) {
        throw new RefusedException("the zip archive has the entry " + header.name() + " twice");
      }
    }
  }

  /** The paths of all entries, in the order of their content. */
  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Where the content of an entry begins in the file. */
  long offset(String name) throws RefusedException {
    return entry(name).offset;
  }

  /** How long the content of an entry is. */
  long bytes(String name) throws RefusedException {
    return entry(name).bytes;
  }

  /** The content of an entry. */
  ByteBuffer window(String name) throws RefusedException {
    Entry entry = entry(name);
    return file.window(entry.offset, entry.bytes, name);
  }

  /** The content of an entry, to be read. */
  FileRegion region(String name) throws RefusedException {
    Entry entry = entry(name);
    return file.region(entry.offset, entry.bytes);
  }

  /**
   * Compares the content of all entries with their CRC-32. A CRC of 0 was not computed: that is
   * what {@code torch.serialization.set_crc32_options(False)} leaves.
   */
  void verify() throws RefusedException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CRC_CHUNK);
    for (Map.Entry<String, Entry> named : entries.entrySet()) {
      Entry entry = named.getValue();
      if (entry.crc != 0 && crc(entry, named.getKey(), buffer) != entry.crc) {
        throw new RefusedException(
            "the content of " + named.getKey() + " is damaged (wrong CRC-32)");
      }
    }
  }

  private long crc(Entry entry, String name, ByteBuffer buffer) throws RefusedException {
    CRC32 crc = new CRC32();
    for (long done = 0; done < entry.bytes; done += CRC_CHUNK) {
      long chunk = Math.min(CRC_CHUNK, entry.bytes - done);
      buffer.clear().limit((int) chunk);
      boolean read = file.region(entry.offset + done, chunk).read(buffer);
      crc.update(read ? buffer.flip() : file.window(entry.offset + done, chunk, name));
    }
    return crc.getValue();
  }

  private Entry entry(String name) throws RefusedException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new RefusedException("the archive has no " + PickleText.excerpt(name));
    }
    return entry;
  }
}
