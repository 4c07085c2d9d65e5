package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.format.PictureNames;
import io.github.sparsercnn.core.dataset.format.VocDataset;
import io.github.sparsercnn.core.dataset.format.YoloDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The formats of labelled pictures. */
public enum DatasetFormat {
  /** A JSON file and a folder of pictures. */
  COCO("COCO", "a COCO .json file"),
  /** A folder with an XML file per picture. */
  VOC("Pascal VOC", "a Pascal VOC folder with .xml files"),
  /** A {@code data.yaml}, or a folder with it or with {@code classes.txt}. */
  YOLO("YOLO", "a YOLO data.yaml or a folder with it or classes.txt"),
  /** A file of CrowdHuman with a line per picture, and a folder of pictures. */
  ODGT("CrowdHuman", "a CrowdHuman .odgt file");

  private final String label;
  private final String description;

  DatasetFormat(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /** {@return what people call it} */
  public String label() {
    return label;
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
    if (YoloDataset.isIn(folder)) {
      return YOLO;
    }
    if (VocDataset.isIn(folder)) {
      return VOC;
    }
    throw unknown(folder);
  }

  /**
   * The first pictures that a file of labels names.
   *
   * @param labels a file of this format
   * @return their names
   * @throws DatasetException if the file cannot be used, or its format keeps pictures in places of
   *     its own
   */
  PictureNames pictureNames(Path labels) {
    return switch (this) {
      case COCO -> PictureNames.ofCoco(labels);
      case ODGT -> PictureNames.ofOdgt(labels);
      case VOC, YOLO ->
          throw new DatasetException(
              labels + ": a " + label + " dataset names no folder of pictures");
    };
  }

  private static DatasetException unknown(Path labels) {
    List<String> known = Stream.of(values()).map(format -> format.description).toList();
    return new DatasetException(
        labels + ": not a known dataset, expected " + String.join(", or ", known));
  }
}
