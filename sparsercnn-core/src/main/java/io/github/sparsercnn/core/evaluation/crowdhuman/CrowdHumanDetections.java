package io.github.sparsercnn.core.evaluation.crowdhuman;

import io.github.sparsercnn.core.dataset.format.OdgtLines;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who was found, picture by picture. Immutable. */
public final class CrowdHumanDetections {
  private final Map<String, Picture> pictures;

  private CrowdHumanDetections(Map<String, Picture> pictures) {
    this.pictures = pictures;
  }

  /** What was found in one picture. */
  static final class Picture {
    private final DoubleColumn boxes = new DoubleColumn();
    private final DoubleColumn scores = new DoubleColumn();
    private int width;
    private int height;

    /** {@code [N, 4]} {@code xywh}. */
    double[] boxes() {
      return boxes.toArray();
    }

    double[] scores() {
      return scores.toArray();
    }

    /** Pixels, or 0 if the file does not tell. */
    int width() {
      return width;
    }

    /** Pixels, or 0 if the file does not tell. */
    int height() {
      return height;
    }
  }

  /**
   * Reads a file of detections: per line {@code ID} and {@code dtboxes}, each with {@code box}
   * ({@code xywh}) and {@code score}.
   *
   * @param odgt the file
   * @return what it says
   * @throws io.github.sparsercnn.DatasetException if it cannot be read, or a line is not of that
   *     form
   */
  public static CrowdHumanDetections read(Path odgt) {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    OdgtLines.read(
        odgt,
        (line, lines) -> {
          Picture picture = new Picture();
          picture.width = lines.pixels(line, "width");
          picture.height = lines.pixels(line, "height");
          lines.forEach(
              line,
              "dtboxes",
              object -> {
                for (double side : lines.box(object, "box")) {
                  picture.boxes.add(side);
                }
                picture.scores.add(lines.number(object.get("score"), "score"));
              });
          pictures.put(lines.id(line), picture);
        });
    return new CrowdHumanDetections(pictures);
  }

  /**
   * Takes over COCO results, as the official tool does: ids are the image ids, categories are not
   * told apart.
   *
   * @param coco the results
   * @return the same for CrowdHuman's measure
   */
  public static CrowdHumanDetections of(CocoResults coco) {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    for (int i = 0; i < coco.size(); i++) {
      Picture picture =
          pictures.computeIfAbsent(Long.toString(coco.imageId(i)), id -> new Picture());
      for (int side = 0; side < 4; side++) {
        picture.boxes.add(coco.box(i, side));
      }
      picture.scores.add(coco.score(i));
    }
    return new CrowdHumanDetections(pictures);
  }

  /** The ids of the pictures that were looked at, in the order of the file. */
  Iterable<String> ids() {
    return pictures.keySet();
  }

  /** What was found in a picture, or null if it was not looked at. */
  @Nullable Picture get(String id) {
    return pictures.get(id);
  }
}
