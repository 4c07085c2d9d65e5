package io.github.sparsercnn.core.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the first frame or page of PNG, BMP, GIF, WebP and TIFF pictures. */
final class FrameDecoder {
  private FrameDecoder() {}

  /**
   * Decodes a file and turns it upright.
   *
   * @throws IOException if it is damaged
   */
  static RgbImage decode(EncodedImage file) throws IOException {
    ImageReader reader = ImageReaders.of(file.format());
    try (ImageInputStream stream = file.open()) {
      reader.setInput(stream, true, true);
      return switch (file.format()) {
        case PNG -> PngChunks.check(file).upright(PixelsToRgb.convert(frame(reader, file)));
        case GIF -> {
          GifScreen screen = GifScreen.of(file.bytes());
          file.checkSize(screen.width(), screen.height());
          yield PixelsToRgb.convert(screen.show(frame(reader, file)));
        }
        case WEBP -> WebpChunks.check(file).upright(PixelsToRgb.convert(frame(reader, file)));
        case TIFF -> {
          TiffDirectory directory = new TiffDirectory(ByteBuffer.wrap(file.bytes()));
          // ImageIO leaves out the tags that it cannot reach, and guesses other pixels.
          if (!directory.isWhole() && !file.options().allowTruncated()) {
            throw file.truncated();
          }
          yield Orientation.of(directory).upright(PixelsToRgb.convert(frame(reader, file)));
        }
        default -> PixelsToRgb.convert(frame(reader, file));
      };
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage frame(ImageReader reader, EncodedImage file) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    file.checkSize(width, height);
    ImageReadParam param = reader.getDefaultReadParam();
    BufferedImage frame = reader.getImageTypes(0).next().createBufferedImage(width, height);
    // Pixels that were read before an error stay in it.
    param.setDestination(frame);
    try {
      return reader.read(0, param);
    } catch (IOException | RuntimeException e) {
      if (file.options().allowTruncated()) {
        return frame;
      }
      throw e;
    }
  }
}
