package io.github.sparsercnn.core.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sorts of files, told by their first bytes: the pictures that can be read, and those that people
 * hand over instead and that a message should name. File names are not looked at.
 */
enum PictureFormat {
  JPEG("JPEG", true, "\\xFF\\xD8\\xFF"),
  PNG("PNG", true, "\\x89PNG\\r\\n\\x1A\\n"),
  BMP("BMP", true, "BM"),
  GIF("GIF", true, "GIF8[79]a"),
  WEBP("WebP", true, "RIFF....WEBP"),
  TIFF("TIFF", true, "II\\*\\x00|MM\\x00\\*"),
  BIG_TIFF("BigTIFF picture", false, "II\\+\\x00|MM\\x00\\+"),
  AVIF("AVIF picture", false, "....ftypavi[fs]"),
  HEIC("HEIC picture", false, "....ftyp(he[iv].|mif1|msf1)"),
  JPEG_2000("JPEG 2000 picture", false, "\\x00\\x00\\x00\\x0CjP  |\\xFF\\x4F\\xFF\\x51"),
  JPEG_XL("JPEG XL picture", false, "\\x00\\x00\\x00\\x0CJXL |\\xFF\\x0A"),
  PSD("Photoshop picture", false, "8BPS"),
  ICO("Windows icon", false, "\\x00\\x00\\x01\\x00"),
  PNM("PNM picture", false, "P[1-6]\\s"),
  PDF("PDF document", false, "%PDF"),
  SVG("SVG or XML document", false, "<(svg|\\?xml)"),
  HTML("HTML page", false, "(?i)\\s*<(!DOCTYPE )?html"),
  GIT_LFS("Git LFS pointer", false, "version https://git-lfs"),
  ZIP("zip archive", false, "PK\\x03\\x04"),
  GZIP("gzip archive", false, "\\x1F\\x8B");

  /** How many bytes of a file {@link #of} looks at. */
  static final int LONGEST_SIGNATURE = 32;

  /** The formats that can be read, for messages. */
  static final String READABLE = "JPEG, PNG, BMP, GIF, WebP or TIFF";

  private final String title;
  private final boolean readable;
  private final Pattern signature;

  PictureFormat(String title, boolean readable, String signature) {
    this.title = title;
    this.readable = readable;
    this.signature = Pattern.compile(signature, Pattern.DOTALL);
  }

  /** The format of a file that begins so, if it is a known one. */
  static Optional<PictureFormat> of(byte[] head) {
    String text = new String(head, 0, Math.min(head.length, LONGEST_SIGNATURE), ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> format.signature.matcher(text).lookingAt())
        .findFirst();
  }

  /** What messages call it. */
  String title() {
    return title;
  }

  /** Whether its pixels can be read. */
  boolean readable() {
    return readable;
  }
}
