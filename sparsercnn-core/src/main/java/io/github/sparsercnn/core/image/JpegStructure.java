package io.github.sparsercnn.core.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOException;
import org.jspecify.annotations.Nullable;

/**
 * What the markers of a JPEG file say: its size, its colours, how the camera was held, and whether
 * it ends where it should. Nothing is decoded.
 */
final class JpegStructure {
  private static final int SOI_LENGTH = 2;
  private static final int SOF_FIRST = 0xC0;
  private static final int SOF_LAST = 0xCF;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int RST_FIRST = 0xD0;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int TEM = 0x01;

  private static final byte[] JFIF = "JFIF\0".getBytes(ISO_8859_1);
  private static final byte[] EXIF = "Exif\0\0".getBytes(ISO_8859_1);
  private static final byte[] ADOBE = "Adobe".getBytes(ISO_8859_1);
  private static final int ADOBE_TRANSFORM = 11;
  private static final int[] RGB_IDS = {'R', 'G', 'B'};

  private final byte[] file;
  private int width;
  private int height;
  private int[] components = {};
  private boolean jfif;
  private @Nullable Integer adobeTransform;
  private @Nullable Orientation orientation;
  private boolean complete;

  /**
   * Walks through the markers of a file.
   *
   * @throws IIOException if it has no header or no pixels
   */
  JpegStructure(byte[] file) throws IIOException {
    this.file = file;
    try {
      walk();
    } catch (IndexOutOfBoundsException e) {
      // The file ends within a marker or its data: it stays incomplete.
    }
    if (components.length == 0) {
      throw new IIOException("no frame header");
    }
  }

  private void walk() {
    int at = SOI_LENGTH;
    for (int marker = 0; marker != SOS; ) {
      at = markerFrom(at);
      marker = unsigned(at);
      int data = at + 3;
      at += 1 + unsignedShort(at + 1);
      switch (marker) {
        case APP0 -> jfif |= startsWith(JFIF, data);
        case APP1 -> readExif(data, Math.min(at, file.length));
        case APP14 -> readAdobe(data);
        default -> {
          if (isFrame(marker)) {
            readFrame(data);
          }
        }
      }
    }
    int last = file.length - 2;
    complete = (unsigned(last) == 0xFF && unsigned(last + 1) == EOI) || hasEndFrom(at);
  }

  /** Where the code of the next marker lies. */
  private int markerFrom(int start) {
    int at = start;
    while (unsigned(at) != 0xFF) {
      at++;
    }
    while (unsigned(at) == 0xFF) {
      at++;
    }
    return at;
  }

  /** Whether the pixels, and all that follows them, come to an end marker. */
  private boolean hasEndFrom(int start) {
    int at = start;
    while (true) {
      at = markerFrom(at);
      int marker = unsigned(at);
      if (marker == EOI) {
        return true;
      }
      // Codes without data: an escaped 0xFF of the pixels, and the restarts among them.
      boolean bare = marker <= TEM || (marker >= RST_FIRST && marker < EOI);
      at += bare ? 1 : 1 + unsignedShort(at + 1);
    }
  }

  private void readExif(int data, int end) {
    if (orientation == null && startsWith(EXIF, data)) {
      int begin = data + EXIF.length;
      orientation = Orientation.ofExif(ByteBuffer.wrap(file, begin, end - begin));
    }
  }

  private void readAdobe(int data) {
    if (startsWith(ADOBE, data)) {
      adobeTransform = unsigned(data + ADOBE_TRANSFORM);
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= SOF_FIRST
        && marker <= SOF_LAST
        && marker != DHT
        && marker != JPG
        && marker != DAC;
  }

  private void readFrame(int data) {
    if (components.length > 0) {
      return;
    }
    height = unsignedShort(data + 1);
    width = unsignedShort(data + 3);
    int[] ids = new int[unsigned(data + 5)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = unsigned(data + 6 + 3 * i);
    }
    components = ids;
  }

  /** Pixels from left to right, as stored. */
  int width() {
    return width;
  }

  /** Pixels from top to bottom, as stored. */
  int height() {
    return height;
  }

  /** Samples of a pixel. */
  int channels() {
    return components.length;
  }

  /** How to turn the picture. */
  Orientation orientation() {
    return orientation == null ? Orientation.UPRIGHT : orientation;
  }

  /** Whether the file has an end marker. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Whether the first three samples are luma and chroma rather than colours; by the rules of
   * libjpeg's {@code default_decompress_parms}, from which ImageIO departs.
   */
  boolean isLumaChroma() {
    if (channels() == 4) {
      return adobeTransform != null && adobeTransform != 0;
    }
    if (jfif) {
      return true;
    }
    if (adobeTransform != null) {
      return adobeTransform != 0;
    }
    return !Arrays.equals(components, RGB_IDS);
  }

  private int unsigned(int index) {
    return file[index] & 0xff;
  }

  private int unsignedShort(int index) {
    return unsigned(index) << 8 | unsigned(index + 1);
  }

  private boolean startsWith(byte[] tag, int index) {
    return index + tag.length <= file.length
        && Arrays.equals(tag, 0, tag.length, file, index, index + tag.length);
  }
}
