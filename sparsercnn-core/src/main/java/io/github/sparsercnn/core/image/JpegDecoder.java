package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads JPEG pictures. The Java runtime's libjpeg gives the samples as they are stored; colours are
 * {@link JpegColors}'s work, so that ImageIO's guesses and refusals do not matter.
 */
final class JpegDecoder {
  private JpegDecoder() {}

  /**
   * Decodes a file and turns it upright.
   *
   * @throws IOException if it is damaged
   */
  static RgbImage decode(EncodedImage file) throws IOException {
    JpegStructure structure = new JpegStructure(file.bytes());
    file.checkSize(structure.width(), structure.height());
    if (!structure.isComplete() && !file.options().allowTruncated()) {
      throw file.truncated();
    }
    if (structure.channels() == 2 || structure.channels() > Cmyk.CHANNELS) {
      throw file.damaged(structure.channels() + " samples per pixel, expected 1, 3 or 4");
    }
    byte[] rgb = JpegColors.toRgb(samples(file), structure);
    ImageSize size = new ImageSize(structure.width(), structure.height());
    return structure.orientation().upright(new RgbImage(rgb, size));
  }

  private static byte[] samples(EncodedImage file) throws IOException {
    ImageReader reader = ImageReaders.of(file.format());
    try (ImageInputStream stream = file.open()) {
      reader.setInput(stream, true, true);
      return ((DataBufferByte) reader.readRaster(0, null).getDataBuffer()).getData();
    } finally {
      reader.dispose();
    }
  }
}
