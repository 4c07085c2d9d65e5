package io.github.sparsercnn;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A picture to look at: a file, encoded bytes, a {@link BufferedImage}, or plain RGB bytes.
 * Decoding happens when a detector reads it; an {@code Image} of a file is cheap until then.
 *
 * <p>Immutable as long as the caller leaves the arrays and the {@code BufferedImage} it handed over
 * alone; they are not copied.
 */
public sealed interface Image {
  /**
   * A picture in a file: JPEG, PNG, BMP, GIF (first frame), WebP or TIFF (first page).
   *
   * @param path where it lies
   * @return the picture
   */
  static Image of(Path path) {
    return new File(path);
  }

  /**
   * A picture read to its end from a stream, which stays open.
   *
   * @param encoded the bytes of a picture file
   * @return the picture
   * @throws ImageException if the stream cannot be read
   */
  static Image of(InputStream encoded) {
    try {
      return new Encoded(encoded.readAllBytes());
    } catch (IOException e) {
      throw new ImageException("image stream could not be read: " + e.getMessage(), e);
    }
  }

  /**
   * The bytes of a picture file.
   *
   * @param encoded the bytes, not copied
   * @return the picture
   */
  static Image of(byte[] encoded) {
    return new Encoded(encoded);
  }

  /**
   * A picture in memory. Its alpha channel is dropped, as the reference does.
   *
   * @param picture the picture, not copied
   * @return the picture
   */
  static Image of(BufferedImage picture) {
    return new Buffered(picture);
  }

  /**
   * Plain RGB bytes, three per pixel, row by row from the top left.
   *
   * @param rgb {@code width * height * 3} bytes, not copied
   * @param width pixels from left to right
   * @param height pixels from top to bottom
   * @return the picture
   * @throws IllegalArgumentException if the number of bytes does not fit the size
   */
  static Image ofRgb(byte[] rgb, int width, int height) {
    return new Rgb(rgb, new ImageSize(width, height));
  }

  /** {@return what messages call this picture, for example its file name} */
  String name();

  /**
   * A picture in a file.
   *
   * @param path where it lies
   */
  record File(Path path) implements Image {
    /**
     * Makes the picture.
     *
     * @param path where it lies
     */
    public File {
      Objects.requireNonNull(path, "path");
    }

    @Override
    public String name() {
      return path.toString();
    }
  }

  /** The bytes of a picture file. */
  final class Encoded implements Image {
    private final byte[] bytes;

    private Encoded(byte[] bytes) {
      this.bytes = Objects.requireNonNull(bytes, "encoded");
    }

    /** {@return the bytes, not copied} */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public String name() {
      return "image of " + bytes.length + " bytes";
    }
  }

  /**
   * A picture in memory.
   *
   * @param picture the picture, not copied
   */
  record Buffered(BufferedImage picture) implements Image {
    /**
     * Makes the picture.
     *
     * @param picture the picture, not copied
     */
    public Buffered {
      Objects.requireNonNull(picture, "picture");
    }

    @Override
    public String name() {
      return "image " + picture.getWidth() + "x" + picture.getHeight();
    }
  }

  /** Plain RGB bytes. */
  final class Rgb implements Image {
    private final byte[] bytes;
    private final ImageSize size;

    private Rgb(byte[] bytes, ImageSize size) {
      long expected = 3L * size.width() * size.height();
      if (bytes.length != expected) {
        throw new IllegalArgumentException(
            "an RGB image of " + size + " has " + expected + " bytes, got " + bytes.length);
      }
      this.bytes = bytes;
      this.size = size;
    }

    /** {@return the bytes, {@code [height, width, 3]}, not copied} */
    public byte[] bytes() {
      return bytes;
    }

    /** {@return the size in pixels} */
    public ImageSize size() {
      return size;
    }

    @Override
    public String name() {
      return "image " + size;
    }
  }
}
