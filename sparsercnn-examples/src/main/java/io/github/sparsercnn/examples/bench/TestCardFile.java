package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.examples.bench.work.TestCard;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A test card as a file, for programs that read files. */
final class TestCardFile {
  private TestCardFile() {}

  /**
   * Writes a card as PNG.
   *
   * @param card for example {@code testcard:640x427}
   * @param file where
   * @return the file
   */
  static Path write(String card, Path file) throws IOException {
    RgbImage picture = TestCard.named(card);
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = picture.bytes();
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      int value =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % picture.width(), i / picture.width(), value);
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
