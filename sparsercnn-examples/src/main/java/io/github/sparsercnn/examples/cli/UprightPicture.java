package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.ImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Reads a picture to draw on. */
final class UprightPicture {
  private UprightPicture() {}

  static BufferedImage read(Path file) throws IOException {
    @Nullable BufferedImage picture = ImageIO.read(file.toFile());
    if (picture == null) {
      throw new ImageException(file + ": not a picture");
    }
    BufferedImage rgb =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    rgb.createGraphics().drawImage(picture, 0, 0, null);
    return rgb;
  }
}
