package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.RgbImage;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** Reads a picture to draw on: the pixels that a detector sees. */
final class UprightPicture {
  private UprightPicture() {}

  /**
   * Reads a file.
   *
   * @throws io.github.sparsercnn.ImageException if it is no usable picture
   */
  static BufferedImage read(Path file) {
    RgbImage decoded = ImageDecoder.decode(Image.of(file), DecodeOptions.DEFAULT);
    byte[] bytes = decoded.bytes();
    int[] pixels = new int[decoded.width() * decoded.height()];
    for (int i = 0, at = 0; i < pixels.length; i++) {
      pixels[i] = (bytes[at++] & 255) << 16 | (bytes[at++] & 255) << 8 | (bytes[at++] & 255);
    }
    BufferedImage picture =
        new BufferedImage(decoded.width(), decoded.height(), BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, decoded.width(), decoded.height(), pixels, 0, decoded.width());
    return picture;
  }
}
