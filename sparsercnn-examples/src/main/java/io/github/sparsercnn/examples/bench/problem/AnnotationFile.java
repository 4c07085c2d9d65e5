package io.github.sparsercnn.examples.bench.problem;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Writes images and objects as COCO writes them: with outlines, which make most of the file, and
 * with annotations in no order.
 */
final class AnnotationFile implements AutoCloseable {
  /** COCO's category ids have gaps: 80 categories are numbered up to 90. */
  private static final int CATEGORIES_BETWEEN_GAPS = 8;

  private static final int FEWEST_CORNERS = 8;
  private static final int MOST_CORNERS = 42;

  private final JsonGenerator out;
  private final Draw draw;

  private AnnotationFile(JsonGenerator out, Draw draw) {
    this.out = out;
    this.draw = draw;
  }

  static void write(Path file, List<Scene> scenes, int categories, Draw draw) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file);
        AnnotationFile writing =
            new AnnotationFile(
                new JsonFactory().createGenerator(stream, JsonEncoding.UTF8), draw)) {
      writing.write(scenes, categories);
    }
  }

  /** The id of a category, as COCO numbers them. */
  static int categoryId(int category) {
    return category + 1 + category / CATEGORIES_BETWEEN_GAPS;
  }

  private void write(List<Scene> scenes, int categories) throws IOException {
    out.writeStartObject();
    writeImages(scenes);
    writeAnnotations(scenes);
    writeCategories(categories);
    out.writeEndObject();
  }

  private void writeImages(List<Scene> scenes) throws IOException {
    out.writeArrayFieldStart("images");
    for (Scene scene : scenes) {
      out.writeStartObject();
      out.writeStringField("file_name", String.format(Locale.ROOT, "%012d.jpg", scene.id()));
      out.writeNumberField("height", scene.height());
      out.writeNumberField("width", scene.width());
      out.writeNumberField("id", scene.id());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** An object and where it is. */
  private record Placed(Scene scene, SceneObject object) {}

  private void writeAnnotations(List<Scene> scenes) throws IOException {
    List<Placed> objects = new ArrayList<>();
    for (Scene scene : scenes) {
      scene.objects().forEach(object -> objects.add(new Placed(scene, object)));
    }
    Collections.shuffle(objects, draw.random());
    out.writeArrayFieldStart("annotations");
    int id = 0;
    for (Placed placed : objects) {
      id += draw.atLeastAndAtMost(1, 40);
      writeAnnotation(id, placed.scene, placed.object);
    }
    out.writeEndArray();
  }

  private void writeAnnotation(int id, Scene scene, SceneObject object) throws IOException {
    Rectangle box = object.box();
    double[] xywh = {box.x(), box.y(), box.width(), box.height()};
    out.writeStartObject();
    out.writeFieldName("segmentation");
    if (object.crowd()) {
      writeRuns(scene);
    } else {
      writeOutline(box);
    }
    out.writeNumberField("area", object.area());
    out.writeNumberField("iscrowd", object.crowd() ? 1 : 0);
    out.writeNumberField("image_id", scene.id());
    out.writeFieldName("bbox");
    out.writeArray(xywh, 0, xywh.length);
    out.writeNumberField("category_id", categoryId(object.category()));
    out.writeNumberField("id", id);
    out.writeEndObject();
  }

  /** A polygon around an ellipse. */
  private void writeOutline(Rectangle box) throws IOException {
    int corners = draw.atLeastAndAtMost(FEWEST_CORNERS, MOST_CORNERS);
    double[] outline = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double radius = draw.between(0.35, 0.5);
      outline[2 * i] =
          Rectangle.hundredths(box.x() + box.width() * (0.5 + radius * StrictMath.cos(angle)));
      outline[2 * i + 1] =
          Rectangle.hundredths(box.y() + box.height() * (0.5 + radius * StrictMath.sin(angle)));
    }
    out.writeStartArray();
    out.writeArray(outline, 0, outline.length);
    out.writeEndArray();
  }

  /** Run lengths of pixels outside and inside, by turns, that cover the image. */
  private void writeRuns(Scene scene) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("counts");
    int left = scene.width() * scene.height();
    while (left > 0) {
      int run = Math.min(left, draw.atLeastAndAtMost(1, 4 * scene.height()));
      out.writeNumber(run);
      left -= run;
    }
    out.writeEndArray();
    out.writeArrayFieldStart("size");
    out.writeNumber(scene.height());
    out.writeNumber(scene.width());
    out.writeEndArray();
    out.writeEndObject();
  }

  private void writeCategories(int count) throws IOException {
    out.writeArrayFieldStart("categories");
    for (int category = 0; category < count; category++) {
      out.writeStartObject();
      out.writeStringField("supercategory", "made up");
      out.writeNumberField("id", categoryId(category));
      out.writeStringField("name", "category " + categoryId(category));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
