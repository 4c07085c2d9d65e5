package io.github.sparsercnn.core.evaluation.crowdhuman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.core.dataset.format.OdgtLines;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.columnar.DoubleColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The people in a set of pictures. Immutable.
 *
 * @param pictures in the order of the file; it decides between equal scores
 */
public record CrowdHumanGroundTruth(List<CrowdHumanPicture> pictures) {
  private static final String PERSON = "person";

  /** Copies the list. */
  public CrowdHumanGroundTruth {
    pictures = List.copyOf(pictures);
  }

  /**
   * Reads an annotation file of CrowdHuman. A box does not count if its tag is not {@code person}
   * or its {@code extra.ignore} is not 0.
   *
   * @param odgt the file
   * @return what it says
   * @throws io.github.sparsercnn.DatasetException if it cannot be read, or a line is not a picture
   *     with {@code ID} and {@code gtboxes}
   */
  public static CrowdHumanGroundTruth read(Path odgt) {
    List<CrowdHumanPicture> pictures = new ArrayList<>();
    OdgtLines.read(odgt, (picture, lines) -> pictures.add(picture(picture, lines)));
    return new CrowdHumanGroundTruth(pictures);
  }

  private static CrowdHumanPicture picture(JsonNode picture, OdgtLines lines) {
    DoubleColumn boxes = new DoubleColumn();
    List<Boolean> ignored = new ArrayList<>();
    lines.forEach(
        picture,
        "gtboxes",
        object -> {
          for (double side : lines.box(object, "fbox")) {
            boxes.add(side);
          }
          boolean isPerson = PERSON.equals(object.path("tag").asText());
          ignored.add(!isPerson || object.path("extra").path("ignore").asDouble() != 0);
        });
    boolean[] flags = new boolean[ignored.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = ignored.get(i);
    }
    return new CrowdHumanPicture(
        lines.id(picture),
        lines.pixels(picture, "width"),
        lines.pixels(picture, "height"),
        boxes.toArray(),
        flags);
  }

  /**
   * Takes over the ground truth of a COCO file, as the official tool does: ids are the image ids,
   * categories are not told apart, crowds do not count.
   *
   * @param coco the ground truth
   * @return the same for CrowdHuman's measure, images by rising id
   */
  public static CrowdHumanGroundTruth of(CocoGroundTruth coco) {
    int[] counts = new int[coco.imageCount()];
    for (int i = 0; i < coco.annotationCount(); i++) {
      if (coco.image(i) >= 0) {
        counts[coco.image(i)]++;
      }
    }
    double[][] boxes = new double[counts.length][];
    boolean[][] ignored = new boolean[counts.length][];
    for (int image = 0; image < counts.length; image++) {
      boxes[image] = new double[4 * counts[image]];
      ignored[image] = new boolean[counts[image]];
      counts[image] = 0;
    }
    for (int i = 0; i < coco.annotationCount(); i++) {
      int image = coco.image(i);
      if (image >= 0) {
        int person = counts[image]++;
        ignored[image][person] = coco.isCrowd(i);
        for (int side = 0; side < 4; side++) {
          boxes[image][4 * person + side] = coco.box(i, side);
        }
      }
    }
    List<CrowdHumanPicture> pictures = new ArrayList<>();
    for (int image = 0; image < counts.length; image++) {
      pictures.add(
          new CrowdHumanPicture(
              Long.toString(coco.imageId(image)),
              coco.width(image),
              coco.height(image),
              boxes[image],
              ignored[image]));
    }
    return new CrowdHumanGroundTruth(pictures);
  }
}
