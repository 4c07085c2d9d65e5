package io.github.sparsercnn.core.evaluation.crowdhuman;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.format.OdgtLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Turns an annotation file of CrowdHuman into a COCO file, as the official {@code
 * convert_crowdhuman_to_coco.py} does: one category, {@code person}; {@code bbox} is the full body,
 * {@code bbox_vis} the visible one; {@code iscrowd} is 1 where {@code extra.ignore} is, whatever
 * the tag; pictures and boxes are numbered from 1.
 */
public final class OdgtToCoco {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int PERSON = 1;

  private final List<Picture> pictures = new ArrayList<>();

  private OdgtToCoco() {}

  private record Picture(String id, ImageSize size, List<JsonNode> people) {}

  /**
   * Converts a file. Sizes that its lines do not tell are asked for.
   *
   * @param odgt the file of CrowdHuman
   * @param sizes the size of the picture with an id, which lies in the file {@code <id>.jpg}
   * @param json the COCO file to write
   * @throws DatasetException if a file cannot be read or written, or a line is not of CrowdHuman's
   *     form
   */
  public static void convert(Path odgt, Function<String, ImageSize> sizes, Path json) {
    OdgtToCoco conversion = new OdgtToCoco();
    OdgtLines.read(odgt, (picture, lines) -> conversion.add(picture, lines, sizes));
    try (JsonGenerator out =
        MAPPER.getFactory().createGenerator(Files.newOutputStream(json), JsonEncoding.UTF8)) {
      conversion.write(out);
    } catch (IOException e) {
      throw new DatasetException(json + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void add(JsonNode picture, OdgtLines lines, Function<String, ImageSize> sizes) {
    List<JsonNode> people = new ArrayList<>();
    lines.forEach(
        picture,
        "gtboxes",
        person -> {
          lines.box(person, "fbox");
          lines.box(person, "vbox");
          people.add(person);
        });
    String id = lines.id(picture);
    int width = lines.pixels(picture, "width");
    int height = lines.pixels(picture, "height");
    ImageSize size = width > 0 && height > 0 ? new ImageSize(width, height) : sizes.apply(id);
    pictures.add(new Picture(id, size, people));
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("images");
    for (int i = 0; i < pictures.size(); i++) {
      out.writeStartObject();
      out.writeStringField("file_name", pictures.get(i).id + ".jpg");
      out.writeNumberField("id", i + 1);
      out.writeNumberField("height", pictures.get(i).size.height());
      out.writeNumberField("width", pictures.get(i).size.width());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("annotations");
    int annotation = 0;
    for (int i = 0; i < pictures.size(); i++) {
      for (JsonNode person : pictures.get(i).people) {
        write(out, ++annotation, i + 1, person);
      }
    }
    out.writeEndArray();
    out.writeArrayFieldStart("categories");
    out.writeStartObject();
    out.writeNumberField("id", PERSON);
    out.writeStringField("name", "person");
    out.writeEndObject();
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, int id, int imageId, JsonNode person)
      throws IOException {
    JsonNode box = person.get("fbox");
    out.writeStartObject();
    out.writeNumberField("id", id);
    out.writeNumberField("category_id", PERSON);
    out.writeNumberField("image_id", imageId);
    out.writeFieldName("bbox_vis");
    MAPPER.writeTree(out, person.get("vbox"));
    out.writeFieldName("bbox");
    MAPPER.writeTree(out, box);
    out.writeNumberField("area", box.get(2).asDouble() * box.get(3).asDouble());
    out.writeNumberField("iscrowd", person.path("extra").path("ignore").asInt() == 1 ? 1 : 0);
    out.writeEndObject();
  }
}
