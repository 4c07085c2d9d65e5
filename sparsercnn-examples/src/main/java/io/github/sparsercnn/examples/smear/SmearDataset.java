package io.github.sparsercnn.examples.smear;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.Box;
import io.github.sparsercnn.Categories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Writes drawn smears as a dataset in COCO's format, for trying out training and measuring. */
public final class SmearDataset {
  /** The name of the annotation file. */
  public static final String ANNOTATIONS = "annotations.json";

  /** The name of the folder of pictures. */
  public static final String IMAGES = "images";

  private final SmearGenerator generator;

  /**
   * Makes a writer.
   *
   * @param generator what draws the pictures
   */
  public SmearDataset(SmearGenerator generator) {
    this.generator = generator;
  }

  /**
   * Writes {@value #ANNOTATIONS} and PNG pictures in {@value #IMAGES}; existing files of the same
   * names are replaced.
   *
   * @param folder where to write, created if absent
   * @param firstSeed the seed of the first picture; the next ones follow by 1
   * @param count how many pictures; image ids run from 1
   * @throws IOException if a file cannot be written
   * @throws IllegalArgumentException if the count is negative
   */
  public void write(Path folder, long firstSeed, int count) throws IOException {
    if (count < 0) {
      throw new IllegalArgumentException("cannot draw " + count + " smears");
    }
    Path pictures = Files.createDirectories(folder.resolve(IMAGES));
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    ArrayNode images = root.putArray("images");
    ArrayNode annotations = root.putArray("annotations");
    for (int id = 1; id <= count; id++) {
      Smear smear = generator.generate(firstSeed + id - 1);
      String file = String.format(Locale.ROOT, "smear_%06d.png", id);
      ImageIO.write(smear.picture(), "png", pictures.resolve(file).toFile());
      images
          .addObject()
          .put("id", id)
          .put("file_name", file)
          .put("width", smear.picture().getWidth())
          .put("height", smear.picture().getHeight());
      for (LabelledCell cell : smear.cells()) {
        add(annotations, id, cell);
      }
    }
    Categories categories = CellKind.categories();
    ArrayNode names = root.putArray("categories");
    for (int i = 0; i < categories.size(); i++) {
      names.addObject().put("id", categories.datasetId(i)).put("name", categories.label(i));
    }
    Files.write(folder.resolve(ANNOTATIONS), json.writeValueAsBytes(root));
  }

  private static void add(ArrayNode annotations, int imageId, LabelledCell cell) {
    Box box = cell.box();
    ObjectNode annotation = annotations.addObject();
    annotation
        .put("id", annotations.size())
        .put("image_id", imageId)
        .put("category_id", CellKind.categories().datasetId(cell.kind().classId()))
        .put("area", box.area())
        .put("iscrowd", 0);
    annotation.putArray("bbox").add(box.x1()).add(box.y1()).add(box.width()).add(box.height());
  }
}
