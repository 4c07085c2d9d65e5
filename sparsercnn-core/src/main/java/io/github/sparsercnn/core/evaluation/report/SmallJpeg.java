package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small copies of pictures as {@code data:} addresses, which a page can hold. */
final class SmallJpeg {
  private static final float QUALITY = 0.8f;
  private static final int CHANNELS = 3;

  private SmallJpeg() {}

  /**
   * A copy as an address.
   *
   * @param picture the picture
   * @param longestSide larger pictures are shrunk to this many pixels
   */
  static String dataUri(RgbImage picture, int longestSide) {
    double scale = Math.min(1, (double) longestSide / Math.max(picture.width(), picture.height()));
    ImageSize size = new ImageSize(scaled(picture.width(), scale), scaled(picture.height(), scale));
    byte[] jpeg = encode(PillowResize.bilinear(picture, size));
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }

  /** The part of a picture that starts at x, y. */
  static RgbImage crop(RgbImage picture, int x, int y, ImageSize size) {
    byte[] part = new byte[size.width() * size.height() * CHANNELS];
    int length = size.width() * CHANNELS;
    for (int row = 0; row < size.height(); row++) {
      int from = ((y + row) * picture.width() + x) * CHANNELS;
      System.arraycopy(picture.bytes(), from, part, row * length, length);
    }
    return new RgbImage(part, size);
  }

  private static byte[] encode(RgbImage picture) {
    BufferedImage buffered =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] bytes = picture.bytes();
    int[] row = new int[picture.width()];
    for (int y = 0, i = 0; y < picture.height(); y++) {
      for (int x = 0; x < row.length; x++, i += CHANNELS) {
        row[x] = (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | (bytes[i + 2] & 0xff);
      }
      buffered.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(QUALITY);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(stream)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(buffered, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    } finally {
      writer.dispose();
    }
    return stream.toByteArray();
  }
}
