package io.github.sparsercnn.core.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/** The small pictures of the test resources {@code images}, and ways to spoil them. */
final class PictureFiles {
  private static final int PNG_HEADER = 8;

  private PictureFiles() {}

  /** The names of all pictures that Pillow and this library read alike. */
  static List<String> names() {
    return List.copyOf(expected().properties().stream().map(row -> row.getKey()).toList());
  }

  /** What Pillow reads from each picture: {@code width}, {@code height}, {@code sha256}. */
  static JsonNode expected() {
    return json("expected.json");
  }

  /** A JSON file beside the pictures. */
  static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a picture file. */
  static byte[] bytes(String name) {
    try (InputStream file = PictureFiles.class.getResourceAsStream("/images/" + name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a picture. */
  static RgbImage decode(String name) {
    return ImageDecoder.decode(Image.of(bytes(name)), DecodeOptions.DEFAULT);
  }

  /** The SHA-256 of the pixels. */
  static String sha256(RgbImage image) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A picture file with other bytes at a place. */
  static byte[] patched(String name, int at, int... values) {
    byte[] bytes = bytes(name);
    for (int i = 0; i < values.length; i++) {
      bytes[at + i] = (byte) values[i];
    }
    return bytes;
  }

  /** A PNG file that tells another size; its checksum is right. */
  static byte[] pngOfSize(String name, int width, int height) {
    ByteBuffer png = ByteBuffer.wrap(bytes(name));
    png.putInt(PNG_HEADER + 8, width).putInt(PNG_HEADER + 12, height);
    CRC32 crc = new CRC32();
    crc.update(png.array(), PNG_HEADER + 4, 17);
    return png.putInt(PNG_HEADER + 21, (int) crc.getValue()).array();
  }

  /** Where some bytes begin in a file. */
  static int indexOf(byte[] file, int... wanted) {
    for (int at = 0; at + wanted.length <= file.length; at++) {
      int matched = 0;
      while (matched < wanted.length && (file[at + matched] & 0xff) == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return at;
      }
    }
    throw new IllegalArgumentException("not found");
  }
}
