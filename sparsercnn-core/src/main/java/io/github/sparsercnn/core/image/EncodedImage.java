package io.github.sparsercnn.core.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageException.Reason;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.imageio.stream.ImageInputStream;

/** The bytes of a picture file on their way to pixels, and how to say what is wrong with them. */
final class EncodedImage {
  private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");
  private static final int SHOWN_BYTES = 8;

  private final String name;
  private final byte[] bytes;
  private final PictureFormat format;
  private final DecodeOptions options;

  /**
   * Holds the bytes of a file.
   *
   * @param name what messages call the picture
   * @param bytes of the whole file, not copied
   * @param format of the file, a readable one
   * @param options of the reader
   */
  EncodedImage(String name, byte[] bytes, PictureFormat format, DecodeOptions options) {
    this.name = name;
    this.bytes = bytes;
    this.format = format;
    this.options = options;
  }

  /**
   * Looks at what sort of file it is.
   *
   * @throws ImageException if it is none that can be read
   */
  static EncodedImage of(String name, byte[] bytes, DecodeOptions options) {
    return new EncodedImage(name, bytes, requireReadable(name, bytes), options);
  }

  /**
   * The format of a file.
   *
   * @param name what messages call it
   * @param head its first bytes, {@link PictureFormat#LONGEST_SIGNATURE} of them if there are so
   *     many
   * @throws ImageException if it is none that can be read
   */
  static PictureFormat requireReadable(String name, byte[] head) {
    if (head.length == 0) {
      throw new ImageException(name + ": the file is empty; copy or download it again");
    }
    PictureFormat format =
        PictureFormat.of(head)
            .orElseThrow(
                () ->
                    new ImageException(
                        Reason.UNSUPPORTED,
                        name
                            + ": not a picture, it begins with the bytes "
                            + hex(head)
                            + "; expected "
                            + PictureFormat.READABLE));
    if (!format.readable()) {
      throw new ImageException(
          Reason.UNSUPPORTED,
          name
              + ": found "
              + format.title()
              + ", expected "
              + PictureFormat.READABLE
              + "; convert or replace the file");
    }
    return format;
  }

  private static String hex(byte[] head) {
    return HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(head.length, SHOWN_BYTES));
  }

  /** The whole file, not copied. */
  byte[] bytes() {
    return bytes;
  }

  /** The format of the file, a readable one. */
  PictureFormat format() {
    return format;
  }

  /** What the reader allows. */
  DecodeOptions options() {
    return options;
  }

  /** A stream over the bytes. */
  ImageInputStream open() {
    return new ByteArrayImageInputStream(bytes);
  }

  /**
   * Checks the size that the header tells.
   *
   * @throws ImageException if it has no pixels, or more than the options allow or an array holds
   */
  void checkSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw damaged("its header tells a size of " + width + "x" + height);
    }
    long pixels = (long) width * height;
    if (pixels > options.maxPixels()) {
      throw refused(
          Reason.TOO_LARGE,
          "has "
              + width
              + "x"
              + height
              + " pixels, more than the limit of "
              + options.maxPixels()
              + "; raise maxPixels if the file is trusted");
    }
    if (pixels * 3 > Integer.MAX_VALUE) {
      throw refused(
          Reason.TOO_LARGE,
          "has "
              + width
              + "x"
              + height
              + " pixels, more than an array can hold; cut it into tiles");
    }
  }

  /** A file that ends too early. */
  ImageException truncated() {
    return refused(
        "is truncated after "
            + bytes.length
            + " bytes; copy or download it again, or allow truncated pictures");
  }

  /** A file whose contents contradict themselves. */
  ImageException damaged(String how) {
    return refused("is damaged (" + how + "); copy or export it again");
  }

  /** A file that a reader stumbles over. */
  ImageException unreadable(Exception cause) {
    String message = cause.getMessage();
    ImageException unreadable =
        refused(
            "cannot be decoded ("
                + (message == null ? cause.getClass().getSimpleName() : message)
                + "); it is damaged or of an unusual kind, export it again");
    unreadable.initCause(cause);
    return unreadable;
  }

  /** A file that needs more memory than there is. */
  ImageException tooLargeForMemory(OutOfMemoryError cause) {
    ImageException tooLarge =
        refused(
            Reason.TOO_LARGE,
            "does not fit the memory (a heap of "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB); raise -Xmx, or lower maxPixels to refuse it early");
    tooLarge.initCause(cause);
    return tooLarge;
  }

  private ImageException refused(String why) {
    return refused(Reason.UNREADABLE, why);
  }

  private ImageException refused(Reason reason, String why) {
    String message = name + ": the " + format.title() + " picture " + why;
    // What a damaged file holds may break the line.
    return new ImageException(reason, CONTROL_CHARACTERS.matcher(message).replaceAll(" "));
  }
}
