package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The formats of labelled pictures. */
public enum DatasetFormat {
  /** A JSON file and a folder of pictures. */
  COCO("a COCO .json file"),
  /** A folder with an XML file per picture. */
  VOC("a Pascal VOC folder with .xml files"),
  /** A {@code data.yaml}, or a folder with it or with {@code classes.txt}. */
  YOLO("a YOLO data.yaml or a folder with it or classes.txt"),
  /** A file of CrowdHuman with a line per picture, and a folder of pictures. */
  ODGT("a CrowdHuman .odgt file");

  private final String description;

  DatasetFormat(String description) {
    this.description = description;
  }

  /**
   * Recognises a format by the name of a file, or by what lies in a folder.
   *
   * @param labels a file or folder
   * @return its format
   * @throws DatasetException if it does not exist or is of none of them
   */
  public static DatasetFormat of(Path labels) {
    if (Files.isDirectory(labels)) {
      return ofFolder(labels);
    }
    if (!Files.exists(labels)) {
      throw new DatasetException(labels + ": no such file or folder");
    }
    String name = labels.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return COCO;
    }
    if (name.endsWith(".odgt")) {
      return ODGT;
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return YOLO;
    }
    throw unknown(labels);
  }

  private static DatasetFormat ofFolder(Path folder) {
    if (Files.exists(folder.resolve("data.yaml")) || Files.exists(folder.resolve("classes.txt"))) {
      return YOLO;
    }
    if (Files.isDirectory(folder.resolve("Annotations")) || holdsXml(folder)) {
      return VOC;
    }
    throw unknown(folder);
  }

  private static boolean holdsXml(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".xml"));
    } catch (IOException e) {
      throw new DatasetException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static DatasetException unknown(Path labels) {
    List<String> known = Stream.of(values()).map(format -> format.description).toList();
    return new DatasetException(
        labels + ": not a known dataset, expected " + String.join(", or ", known));
  }
}
