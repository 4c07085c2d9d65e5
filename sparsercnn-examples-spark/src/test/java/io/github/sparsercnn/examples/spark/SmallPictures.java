package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Drawn pictures on the disk, some of which are broken in one of three ways. */
record SmallPictures(List<Path> good, List<Path> broken) {
  private static final ImageSize SIZE = new ImageSize(96, 96);
  private static final int PICTURES_PER_FOLDER = 250;
  private static final int WAYS_TO_BREAK = 3;

  /**
   * Draws pictures in folders below a folder, PNG and JPEG in turn.
   *
   * @param count how many
   * @param breaks one of so many is broken
   */
  static SmallPictures draw(Path folder, int count, int breaks) throws IOException {
    SmallPictures pictures = new SmallPictures(new ArrayList<>(), new ArrayList<>());
    SmearGenerator generator = new SmearGenerator(SIZE);
    for (int i = 0; i < count; i++) {
      String format = i % 2 == 0 ? "png" : "jpg";
      Path part = Files.createDirectories(folder.resolve("part " + i / PICTURES_PER_FOLDER));
      Path file = part.resolve(String.format(Locale.ROOT, "smear_%05d.%s", i, format));
      BufferedImage picture = generator.generate(i).picture();
      ImageIO.write(picture, format, file.toFile());
      if (i % breaks == breaks / 2) {
        damage(file, i / breaks);
        pictures.broken.add(file);
      } else {
        pictures.good.add(file);
      }
    }
    return pictures;
  }

  private static void damage(Path file, int number) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(
        file,
        switch (number % WAYS_TO_BREAK) {
          case 0 -> new byte[0];
          case 1 -> "no picture".getBytes(StandardCharsets.UTF_8);
          default -> Arrays.copyOf(bytes, bytes.length / 2);
        });
  }

  /** Good and broken ones, as Spark writes their paths. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    good.forEach(file -> paths.add(sparkPath(file)));
    broken.forEach(file -> paths.add(sparkPath(file)));
    return paths;
  }

  static String sparkPath(Path file) {
    return "file:" + file;
  }
}
