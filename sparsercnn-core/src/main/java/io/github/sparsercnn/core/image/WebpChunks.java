package io.github.sparsercnn.core.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The chunks of a WebP file, walked over for what its ImageIO reader leaves out: whether the file
 * is whole, and the camera's orientation.
 */
final class WebpChunks {
  private static final int HEADER_LENGTH = 12;
  private static final int CHUNK_HEADER_LENGTH = 8;
  private static final String EXIF_PREFIX = "Exif\0\0";

  private WebpChunks() {}

  /**
   * Checks the length of the file.
   *
   * @return how to turn the picture
   * @throws io.github.sparsercnn.ImageException if it is truncated, unless such pictures are
   *     allowed
   */
  static Orientation check(EncodedImage file) {
    ByteBuffer chunks = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long expected = CHUNK_HEADER_LENGTH + Integer.toUnsignedLong(chunks.getInt(4));
    if (chunks.limit() < expected && !file.options().allowTruncated()) {
      throw file.truncated();
    }
    long at = HEADER_LENGTH;
    while (at + CHUNK_HEADER_LENGTH <= chunks.limit()) {
      int start = (int) at;
      long length = Integer.toUnsignedLong(chunks.getInt(start + 4));
      int data = start + CHUNK_HEADER_LENGTH;
      if (length > chunks.limit() - data) {
        break;
      }
      if (tag(file.bytes(), start, 4).equals("EXIF")) {
        boolean prefixed =
            length >= EXIF_PREFIX.length()
                && tag(file.bytes(), data, EXIF_PREFIX.length()).equals(EXIF_PREFIX);
        int skipped = prefixed ? EXIF_PREFIX.length() : 0;
        return Orientation.ofExif(chunks.slice(data + skipped, (int) length - skipped));
      }
      // Chunks begin at even bytes.
      at = data + length + (length & 1);
    }
    return Orientation.UPRIGHT;
  }

  private static String tag(byte[] file, int start, int length) {
    return new String(file, start, length, ISO_8859_1);
  }
}
