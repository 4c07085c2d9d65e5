package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the pictures of an annotation file lie.
 *
 * @param folder the root of their names
 */
public record PictureFolder(Path folder) {
  private static final List<String> ENDINGS =
      List.of("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff");

  /**
   * The file of a name.
   *
   * @param fileName relative, or absolute within the folder; backslashes count as slashes
   * @param place of the name, for messages
   * @throws DatasetException if the name is empty, is a URL, or leaves the folder
   */
  public Path file(String fileName, String place) {
    if (fileName.isBlank()) {
      throw new DatasetException(place + ": file_name is missing, expected the picture's file");
    }
    if (fileName.contains("://")) {
      throw new DatasetException(
          place + ": file_name is " + fileName + "; download the picture and name its file");
    }
    try {
      Path root = folder.toAbsolutePath().normalize();
      if (root.resolve(slashes(fileName)).normalize().startsWith(root)) {
        return folder.resolve(slashes(fileName)).normalize();
      }
    } catch (InvalidPathException e) {
      throw new DatasetException(place + ": file_name is not a file name: " + e.getReason(), e);
    }
    throw new DatasetException(
        place + ": file_name is " + fileName + ", expected a file within " + folder);
  }

  /**
   * The file name of a picture that is known without its ending.
   *
   * @param stem the name, perhaps in folders
   * @return that of the first such file, or else of the {@code .jpg} that should be there
   */
  String nameOf(String stem) {
    return ENDINGS.stream()
        .map(ending -> stem + '.' + ending)
        .filter(this::holds)
        .findFirst()
        .orElse(stem + '.' + ENDINGS.get(0));
  }

  /** Whether there is a file of a name within the folder. */
  boolean holds(String fileName) {
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path file = root.resolve(slashes(fileName)).normalize();
      return file.startsWith(root) && Files.isRegularFile(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** A name with slashes between folders. */
  static String slashes(String fileName) {
    return fileName.replace('\\', '/');
  }

  /** The size of an upright picture, from its file where the annotations do not tell. */
  static ImageSize size(Path file, int width, int height) {
    return width > 0 && height > 0
        ? new ImageSize(width, height)
        : ImageDecoder.size(file, DecodeOptions.DEFAULT);
  }

  /** The name of a file without folders and ending. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Whether a file's ending is that of a picture. */
  static boolean isPicture(Path file) {
    String name = String.valueOf(file.getFileName());
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * All pictures in the folder and the folders below it, by name.
   *
   * @throws DatasetException if the folder cannot be read
   */
  List<Path> pictures() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> isPicture(file) && Files.isRegularFile(file)).sorted().toList();
    } catch (IOException e) {
      throw new DatasetException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }
}
