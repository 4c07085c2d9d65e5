package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the parts of a Pascal VOC dataset lie.
 *
 * @param folder of the dataset
 * @param annotations the folder of the XML files, perhaps {@code folder} itself
 * @param pictures the folder of the pictures, perhaps {@code folder} itself
 */
record VocLayout(Path folder, Path annotations, Path pictures) {
  private static final List<String> ANNOTATIONS = List.of("Annotations", "annotations");
  private static final List<String> PICTURES = List.of("JPEGImages", "Images", "images");
  private static final String XML = ".xml";
  private static final String LIST = ".txt";

  /** Finds the parts; whether there is anything in them shows later. */
  static VocLayout of(Path folder) {
    Path annotations =
        ANNOTATIONS.stream()
            .map(folder::resolve)
            .filter(VocLayout::holdsXml)
            .findFirst()
            .orElse(folder);
    Path pictures =
        PICTURES.stream()
            .map(folder::resolve)
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(folder);
    return new VocLayout(folder, annotations, pictures);
  }

  private static boolean holdsXml(Path folder) {
    return Files.isDirectory(folder) && !files(folder, XML).isEmpty();
  }

  /** {@return whether there are annotations} */
  boolean isThere() {
    return holdsXml(annotations);
  }

  /**
   * The annotations, by name.
   *
   * @throws DatasetException if the folder cannot be listed
   */
  List<Path> xmlFiles() {
    return files(annotations, XML);
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new DatasetException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  /** {@return the names of the lists, sorted; those of single classes are among them} */
  List<String> splits() {
    Path lists = listFile("").resolveSibling("");
    return Files.isDirectory(lists)
        ? files(lists, LIST).stream().map(PictureFolder::stem).toList()
        : List.of();
  }

  /** {@return the file of a list, there or not} */
  Path listFile(String split) {
    return folder.resolve("ImageSets").resolve("Main").resolve(split + LIST);
  }

  /**
   * The names on a list.
   *
   * @throws DatasetException if it cannot be read
   */
  List<String> list(String split) {
    Path file = listFile(split);
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (NoSuchFileException e) {
      throw new DatasetException(file + ": no such file; check the name of the split", e);
    } catch (IOException e) {
      throw new DatasetException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
