package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Instances;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Saves pictures with boxes drawn into copies of them. */
final class DrawnPictures implements PredictionSink {
  private static final Set<String> JPEG = Set.of("jpg", "jpeg");
  private static final Set<String> WRITABLE = Set.of("jpg", "jpeg", "png", "bmp");
  private static final float JPEG_QUALITY = 0.95f;

  private final Map<Path, Path> targets;

  private DrawnPictures(Map<Path, Path> targets) {
    this.targets = targets;
  }

  /**
   * Saves copies in a folder under the names of the pictures; those in a format that cannot be
   * written become {@code .png}.
   *
   * @throws SparseRcnnException if two copies would have the same name, or one would replace a
   *     picture
   */
  static DrawnPictures in(Path folder, List<Path> pictures) throws IOException {
    Map<Path, Path> targets = new HashMap<>();
    Map<Path, Path> sources = new HashMap<>();
    for (Path picture : pictures) {
      String name = String.valueOf(picture.getFileName());
      Path target = folder.resolve(WRITABLE.contains(extension(name)) ? name : name + ".png");
      Path other = sources.putIfAbsent(target, picture);
      if (other != null && !other.equals(picture)) {
        throw new SparseRcnnException(
            other + " and " + picture + " would both be drawn to " + target + "; draw them apart");
      }
      targets.put(picture, checked(target, pictures));
    }
    return new DrawnPictures(targets);
  }

  /**
   * Saves the copy of one picture.
   *
   * @throws SparseRcnnException if it would replace the picture
   */
  static DrawnPictures as(Path file, Path picture) throws IOException {
    return new DrawnPictures(Map.of(picture, checked(file, List.of(picture))));
  }

  private static Path checked(Path target, List<Path> pictures) throws IOException {
    if (Files.exists(target)) {
      for (Path picture : pictures) {
        if (Files.isSameFile(target, picture)) {
          throw new SparseRcnnException(
              "the drawn copy would replace the picture " + picture + "; choose another --output");
        }
      }
    }
    return target;
  }

  @Override
  public void found(Path file, Instances instances) throws IOException {
    BufferedImage picture = UprightPicture.read(file);
    instances.drawOn(picture);
    save(picture, target(file));
  }

  @Override
  public void failed(Path file, String reason) {
    // There is nothing to draw on.
  }

  /** {@return where the copy of a picture goes} */
  Path target(Path picture) {
    return Objects.requireNonNull(targets.get(picture), "not planned");
  }

  /**
   * Writes a picture in the format that the file's extension names.
   *
   * @param picture without transparency
   * @throws SparseRcnnException if the extension names no format that can be written
   */
  static void save(BufferedImage picture, Path file) {
    String extension = extension(String.valueOf(file.getFileName()));
    if (!WRITABLE.contains(extension)) {
      throw new SparseRcnnException(
          file + ": cannot write pictures in this format; name it .png or .jpg");
    }
    AtomicFile.write(
        file,
        stream -> {
          if (JPEG.contains(extension)) {
            writeJpeg(picture, stream);
          } else {
            ImageIO.write(picture, extension, stream);
          }
        });
  }

  /** ImageIO's own JPEG quality of 75 % blurs the labels. */
  private static void writeJpeg(BufferedImage picture, OutputStream stream) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(JPEG_QUALITY);
    try (ImageOutputStream output = ImageIO.createImageOutputStream(stream)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(picture, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
