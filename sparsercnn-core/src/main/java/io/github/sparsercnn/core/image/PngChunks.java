package io.github.sparsercnn.core.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file, walked over for what ImageIO leaves out: checksums and the camera's
 * orientation.
 */
final class PngChunks {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int TYPE_LENGTH = 4;
  private static final int OVERHEAD = 12;
  private static final int ANCILLARY_BIT = 0x20;

  private PngChunks() {}

  /**
   * Checks the chunks that the pixels need. Where the file ends too early, the chunks before that.
   *
   * @return how to turn the picture
   * @throws io.github.sparsercnn.ImageException if a checksum is wrong, unless it is of pixels and
   *     truncated pictures are allowed
   */
  static Orientation check(EncodedImage file) {
    ByteBuffer chunks = ByteBuffer.wrap(file.bytes());
    Orientation orientation = Orientation.UPRIGHT;
    int at = SIGNATURE_LENGTH;
    while (at + OVERHEAD <= chunks.limit()) {
      int length = chunks.getInt(at);
      if (length < 0 || length > chunks.limit() - at - OVERHEAD) {
        break;
      }
      String type = new String(file.bytes(), at + 4, TYPE_LENGTH, ISO_8859_1);
      boolean ancillary = (type.charAt(0) & ANCILLARY_BIT) != 0;
      boolean tolerated = type.equals("IDAT") && file.options().allowTruncated();
      if (!ancillary && !tolerated && !isIntact(file.bytes(), at, length)) {
        throw file.damaged("wrong checksum of chunk " + type + " at byte " + at);
      }
      if (type.equals("eXIf")) {
        orientation = Orientation.ofExif(chunks.slice(at + 8, length));
      }
      at += OVERHEAD + length;
    }
    return orientation;
  }

  private static boolean isIntact(byte[] file, int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(file, at + 4, TYPE_LENGTH + length);
    return (int) crc.getValue() == ByteBuffer.wrap(file).getInt(at + 8 + length);
  }
}
