package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.ZipFields.u2;
import static io.github.sparsercnn.core.checkpoint.ZipFields.u4;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One entry of a zip archive, as either its local header or the central directory tells it.
 *
 * @param name its path in the archive
 * @param flags its general purpose flags
 * @param method its compression method
 * @param crc the CRC-32 of its content; 0 if whoever wrote it computed none
 * @param storedBytes its bytes in the archive
 * @param contentBytes its bytes when unpacked
 * @param localOffset where its local header begins
 * @param headerBytes the length of this header, with the name and what follows
 */
record ZipHeader(
    String name,
    int flags,
    int method,
    long crc,
    long storedBytes,
    long contentBytes,
    long localOffset,
    int headerBytes) {
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_BYTES = 30;

  /** The sizes follow the content, the local header has zeros. */
  private static final int FLAG_DATA_DESCRIPTOR = 1 << 3;

  private static final int FLAG_UTF8 = 1 << 11;
  private static final int FLAG_ENCRYPTED = 1;
  private static final int STORED = 0;

  /**
   * The header that begins at a position of the central directory.
   *
   * @throws RefusedException if it is damaged, or the entry is not simply stored
   */
  static ZipHeader central(ByteBuffer directory, int at) throws RefusedException {
    if (directory.limit() - at < CENTRAL_BYTES || directory.getInt(at) != CENTRAL_SIGNATURE) {
      throw new RefusedException("the zip directory is damaged");
    }
    int nameBytes = u2(directory, at + 28);
    int extraBytes = u2(directory, at + 30);
    int headerBytes = CENTRAL_BYTES + nameBytes + extraBytes + u2(directory, at + 32);
    if (directory.limit() - at < headerBytes) {
      throw new RefusedException("the zip directory is damaged");
    }
    String name = name(directory.slice(at + CENTRAL_BYTES, nameBytes));
    ByteBuffer extra = directory.slice(at + CENTRAL_BYTES + nameBytes, extraBytes);
    long[] values = {u4(directory, at + 24), u4(directory, at + 20), u4(directory, at + 42)};
    ZipFields.resolveZip64(extra.order(directory.order()), name, values);
    ZipHeader header =
        new ZipHeader(
            name,
            u2(directory, at + 8),
            u2(directory, at + 10),
            u4(directory, at + 16),
            values[1],
            values[0],
            values[2],
            headerBytes);
    header.requireStored();
    return header;
  }

  /**
   * The header before the content of an entry.
   *
   * @throws RefusedException if it disagrees with this one of the central directory
   */
  ZipHeader local(MappedFile file) throws RefusedException {
    ByteBuffer fixed = file.window(localOffset, LOCAL_BYTES, "the zip entry " + name);
    if (fixed.getInt(0) != LOCAL_SIGNATURE) {
      throw new RefusedException("the zip entry " + name + " has no local header");
    }
    int nameBytes = u2(fixed, 26);
    int extraBytes = u2(fixed, 28);
    ByteBuffer rest =
        file.window(localOffset + LOCAL_BYTES, nameBytes + extraBytes, "the zip entry " + name);
    String localName = name(rest.slice(0, nameBytes));
    long[] sizes = {u4(fixed, 22), u4(fixed, 18)};
    ZipFields.resolveZip64(rest.slice(nameBytes, extraBytes).order(rest.order()), localName, sizes);
    ZipHeader local =
        new ZipHeader(
            localName,
            u2(fixed, 6),
            u2(fixed, 8),
            u4(fixed, 14),
            sizes[1],
            sizes[0],
            localOffset,
            LOCAL_BYTES + nameBytes + extraBytes);
    if (!agreesWith(local)) {
      throw new RefusedException(
          "the zip directory says " + this + ", the entry itself says " + local);
    }
    return local;
  }

  private boolean agreesWith(ZipHeader local) {
    return name.equals(local.name)
        && flags == local.flags
        && method == local.method
        && agrees(crc, local.crc)
        && agrees(storedBytes, local.storedBytes)
        && agrees(contentBytes, local.contentBytes);
  }

  private boolean agrees(long central, long local) {
    return central == local || (local == 0 && (flags & FLAG_DATA_DESCRIPTOR) != 0);
  }

  private void requireStored() throws RefusedException {
    if ((flags & FLAG_ENCRYPTED) != 0) {
      throw new RefusedException("the zip entry " + name + " is encrypted");
    }
    if (method == STORED && storedBytes != contentBytes) {
      throw new RefusedException(
          "the zip entry "
              + name
              + " is stored, but says "
              + storedBytes
              + " bytes for a content of "
              + contentBytes);
    }
    if (method != STORED) {
      throw new RefusedException(
          "the zip entry "
              + name
              + " is compressed (method "
              + method
              + "), which torch.save never does",
          "torch.save the weights again");
    }
    if ((flags & ~(FLAG_DATA_DESCRIPTOR | FLAG_UTF8)) != 0) {
      throw new RefusedException(
          "the zip entry " + name + " has the unknown flags 0x" + Integer.toHexString(flags));
    }
  }

  /** The name, if it is one that stays in the archive. */
  private static String name(ByteBuffer bytes) throws RefusedException {
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedException("a zip entry has a name that is not UTF-8", e);
    }
    boolean control = name.chars().anyMatch(Character::isISOControl);
    if (name.isEmpty()
        || control
        || name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf(':') >= 0
        || ("/" + name + "/").contains("/../")) {
      throw new RefusedException("refuses the zip entry '" + PickleText.excerpt(name) + "'");
    }
    return name;
  }

  /** Returns the fields that both headers have. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s with flags 0x%x, method %d, CRC-32 %08x, %d of %d bytes",
        name,
        flags,
        method,
        crc,
        storedBytes,
        contentBytes);
  }
}
