package io.github.sparsercnn.core.dataset.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads an annotation file of CrowdHuman: one class, {@code person}, with the full bodies as boxes.
 * What has another tag or {@code extra.ignore} is a crowd. The picture of {@code ID} is {@code
 * <ID>.jpg}, or, where there is no such file, one with another ending.
 */
public final class OdgtDataset {
  private static final String PERSON = "person";

  private final Path odgt;
  private final PictureFolder folder;
  private final List<LabeledPicture> pictures = new ArrayList<>();

  private OdgtDataset(Path odgt, Path images) {
    this.odgt = odgt;
    folder = new PictureFolder(images);
  }

  /**
   * Reads a dataset.
   *
   * @param odgt the annotation file
   * @param images the folder of its pictures
   * @return the dataset, called as the file, pictures numbered from 1 in its order
   * @throws DatasetException if the file cannot be read or is not of that form
   * @throws io.github.sparsercnn.ImageException if a line leaves the size open and the picture
   *     cannot be read
   */
  public static Dataset read(Path odgt, Path images) {
    OdgtDataset reading = new OdgtDataset(odgt, images);
    OdgtLines.read(odgt, reading::add);
    Classes person = Classes.ofIds(odgt.toString(), new TreeMap<>(Map.of(1L, PERSON)));
    return new Dataset(odgt.toString(), person.categories(), reading.pictures);
  }

  private void add(JsonNode picture, OdgtLines lines) {
    String id = lines.id(picture);
    String fileName = folder.nameOf(id);
    Path file = folder.file(fileName, odgt + ", ID " + id);
    List<LabeledBox> boxes = new ArrayList<>();
    lines.forEach(picture, "gtboxes", object -> boxes.add(box(object, lines)));
    pictures.add(
        new LabeledPicture(
            pictures.size() + 1L,
            file,
            fileName,
            PictureFolder.size(
                file, lines.pixels(picture, "width"), lines.pixels(picture, "height")),
            boxes));
  }

  private static LabeledBox box(JsonNode object, OdgtLines lines) {
    double[] xywh = lines.box(object, "fbox");
    String problem = BoxCheck.problem(xywh[0], xywh[1], xywh[2], xywh[3]);
    if (problem != null) {
      throw lines.error(problem);
    }
    boolean isPerson = object.path("tag").asText().equals(PERSON);
    boolean isIgnored = object.path("extra").path("ignore").asDouble() != 0;
    return new LabeledBox(
        0, xywh[0], xywh[1], xywh[0] + xywh[2], xywh[1] + xywh[3], !isPerson || isIgnored);
  }
}
