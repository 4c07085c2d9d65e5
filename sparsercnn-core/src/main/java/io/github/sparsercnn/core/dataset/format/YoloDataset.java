package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a dataset of YOLO: a {@code data.yaml} as Ultralytics has it, or a folder with {@code
 * classes.txt}. The labels of a picture lie in a text file of its name, in the folder {@code
 * labels} where the picture's path has {@code images}, or beside it; a picture without such a file
 * has no objects. The class numbers of the files are the dataset's category ids.
 *
 * <p>A line is {@code class x y width height}, centre and size as fractions of the picture, or
 * {@code class x y x y x y …}, an outline, whose box is taken.
 */
public final class YoloDataset {
  private static final int BOX_FIELDS = 5;
  private static final int SHORTEST_OUTLINE_FIELDS = 7;

  /** How far fractions may leave the picture, as in Ultralytics: tools round. */
  private static final double TOLERANCE = 0.01;

  private final YoloLayout layout;
  private final Classes classes;

  private YoloDataset(YoloLayout layout) {
    this.layout = layout;
    classes = Classes.ofIds(layout.source().toString(), layout.names());
  }

  /**
   * Reads a dataset. The pictures' headers are read as well, since the labels do not tell sizes.
   *
   * @param source {@code data.yaml}, or a folder that holds it or {@code classes.txt}
   * @param split {@code train}, {@code val} or {@code test}; a folder with {@code classes.txt} and
   *     without {@code images/train} has no splits and gives all its pictures
   * @return the dataset, called as the source, pictures numbered from 1 by name
   * @throws DatasetException if a file is missing, cannot be read or is not of that form
   * @throws io.github.sparsercnn.ImageException if a picture cannot be read
   */
  public static Dataset read(Path source, String split) {
    return new YoloDataset(YoloLayout.of(source, split)).dataset();
  }

  /**
   * Whether a folder is one of YOLO.
   *
   * @param folder any folder
   * @return whether there is a {@code data.yaml}, or a {@code classes.txt} in it or in {@code
   *     labels}
   */
  public static boolean isIn(Path folder) {
    return YoloLayout.yaml(folder).isPresent() || YoloLayout.classList(folder).isPresent();
  }

  /**
   * Which parts a dataset has.
   *
   * @param source as for {@link #read}
   * @return its splits; empty if all pictures lie together
   * @throws DatasetException if the yaml cannot be read
   */
  public static List<DatasetPart> parts(Path source) {
    return YoloLayout.parts(source);
  }

  private Dataset dataset() {
    List<LabeledPicture> pictures = new ArrayList<>();
    for (Path file : layout.pictures()) {
      ImageSize size = PictureFolder.size(file, 0, 0);
      pictures.add(
          new LabeledPicture(
              pictures.size() + 1L,
              file,
              PictureFolder.slashes(layout.relative(file)),
              size,
              boxes(YoloLayout.labelsOf(file), size)));
    }
    return new Dataset(layout.source().toString(), classes.categories(), pictures);
  }

  private List<LabeledBox> boxes(Path labels, ImageSize size) {
    List<LabeledBox> boxes = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(labels);
    } catch (NoSuchFileException e) {
      return boxes;
    } catch (IOException e) {
      throw new DatasetException(labels + ": cannot be read: " + e.getMessage(), e);
    }
    for (int line = 0; line < lines.size(); line++) {
      if (!lines.get(line).isBlank()) {
        boxes.add(box(lines.get(line).strip(), size, labels + ", line " + (line + 1)));
      }
    }
    return boxes;
  }

  private LabeledBox box(String line, ImageSize size, String place) {
    String[] fields = line.split("\\s+", -1);
    boolean isOutline = fields.length >= SHORTEST_OUTLINE_FIELDS && fields.length % 2 == 1;
    if (fields.length != BOX_FIELDS && !isOutline) {
      throw new DatasetException(
          place
              + ": "
              + fields.length
              + " fields, expected 5 (class x y width height) or an outline (class x y x y x y …)");
    }
    double[] numbers = new double[fields.length];
    for (int i = 0; i < fields.length; i++) {
      numbers[i] = number(fields[i], place);
      if (i > 0 && !(numbers[i] >= -TOLERANCE && numbers[i] <= 1 + TOLERANCE)) {
        throw new DatasetException(
            place + ": " + fields[i] + " is no fraction of the picture, expected 0 to 1");
      }
    }
    if (numbers[0] != (int) numbers[0]) {
      throw new DatasetException(place + ": " + fields[0] + " is no class number");
    }
    int classId = classes.ofId((int) numbers[0], place);
    double[] edges = isOutline ? edgesOfOutline(numbers) : edgesOfBox(numbers, place);
    return LabeledBox.of(
        classId,
        edges[0] * size.width(),
        edges[1] * size.height(),
        edges[2] * size.width(),
        edges[3] * size.height());
  }

  private static double[] edgesOfBox(double[] line, String place) {
    double width = line[3];
    double height = line[4];
    if (width < 0 || height < 0) {
      throw new DatasetException(
          place + ": the size is " + width + " " + height + ", expected 0 to 1");
    }
    return new double[] {
      line[1] - width / 2, line[2] - height / 2, line[1] + width / 2, line[2] + height / 2
    };
  }

  private static double[] edgesOfOutline(double[] line) {
    double[] edges = {line[1], line[2], line[1], line[2]};
    for (int i = 1; i < line.length; i += 2) {
      edges[0] = Math.min(edges[0], line[i]);
      edges[1] = Math.min(edges[1], line[i + 1]);
      edges[2] = Math.max(edges[2], line[i]);
      edges[3] = Math.max(edges[3], line[i + 1]);
    }
    return edges;
  }

  private static double number(String text, String place) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DatasetException(place + ": '" + text + "' is no number", e);
    }
  }
}
