package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small picture files whose pixels differ from place to place and from picture to picture. */
public final class PaintedPictures {
  private PaintedPictures() {}

  /** Writes a PNG file. */
  public static Path write(Path file, int width, int height, int tone) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 5 % 256) << 16 | (y * 7 % 256) << 8 | (tone % 256));
      }
    }
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }

  /** Writes a PNG file and labels it. */
  public static LabeledPicture labeled(
      Path folder, int id, int width, int height, LabeledBox... boxes) {
    String name = "picture" + id + ".png";
    Path file = write(folder.resolve(name), width, height, id * 31);
    return new LabeledPicture(
        id, file, name, new ImageSize(width, height), java.util.List.of(boxes));
  }
}
