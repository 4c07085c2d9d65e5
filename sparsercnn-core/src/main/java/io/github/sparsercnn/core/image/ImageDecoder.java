package io.github.sparsercnn.core.image;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads pictures as Pillow does: the first frame or page, upright by its EXIF orientation, as 8-bit
 * RGB; alpha and ICC profiles are left out. Files are told by their contents, not their names.
 *
 * <p>Thread-safe; keeps nothing.
 */
public final class ImageDecoder {
  private ImageDecoder() {}

  /**
   * Reads a picture.
   *
   * @param image the picture
   * @param options what it may cost and how whole it must be
   * @return its pixels; the array of an {@link Image.Rgb} is not copied
   * @throws ImageException if it cannot be read, is no picture of a readable format, is damaged,
   *     truncated or too large
   */
  public static RgbImage decode(Image image, DecodeOptions options) {
    if (image instanceof Image.File file) {
      return decode(read(file.path(), options));
    }
    if (image instanceof Image.Encoded encoded) {
      return decode(EncodedImage.of(encoded.name(), encoded.bytes(), options));
    }
    if (image instanceof Image.Buffered buffered) {
      return PixelsToRgb.convert(buffered.picture());
    }
    Image.Rgb rgb = (Image.Rgb) image;
    return new RgbImage(rgb.bytes(), rgb.size());
  }

  /**
   * The size that a picture file has once decoded. JPEG and PNG files are not decoded for it.
   *
   * @param path of the file
   * @param options as for decoding
   * @return the size of the upright picture
   * @throws ImageException if the file cannot be read, is no picture of a readable format, or its
   *     headers are damaged
   */
  public static ImageSize size(Path path, DecodeOptions options) {
    return naming(read(path, options), UprightSize::of);
  }

  private static EncodedImage read(Path path, DecodeOptions options) {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw new ImageException(name + ": is a directory; give the path of a picture file");
    }
    try (InputStream file = Files.newInputStream(path)) {
      // A large file that is no picture is not worth its memory.
      byte[] head = file.readNBytes(PictureFormat.LONGEST_SIGNATURE);
      PictureFormat format = EncodedImage.requireReadable(name, head);
      byte[] rest = file.readAllBytes();
      byte[] bytes = Arrays.copyOf(head, Math.addExact(head.length, rest.length));
      System.arraycopy(rest, 0, bytes, head.length, rest.length);
      return new EncodedImage(name, bytes, format, options);
    } catch (NoSuchFileException e) {
      throw new ImageException(name + ": no such file; check the path", e);
    } catch (AccessDeniedException e) {
      throw new ImageException(name + ": no permission to read it; check its access rights", e);
    } catch (IOException e) {
      throw new ImageException(name + ": cannot be read (" + e.getMessage() + ")", e);
    } catch (OutOfMemoryError | ArithmeticException e) {
      throw new ImageException(name + ": the file does not fit the memory; raise -Xmx", e);
    }
  }

  private static RgbImage decode(EncodedImage encoded) {
    return naming(
        encoded,
        file ->
            file.format() == PictureFormat.JPEG
                ? JpegDecoder.decode(file)
                : FrameDecoder.decode(file));
  }

  private interface Reading<T> {
    T read(EncodedImage file) throws IOException;
  }

  /** Reads a file; whatever goes wrong names it. */
  private static <T> T naming(EncodedImage file, Reading<T> reading) {
    try {
      return reading.read(file);
    } catch (ImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw file.unreadable(e);
    } catch (OutOfMemoryError e) {
      throw file.tooLargeForMemory(e);
    }
  }
}
