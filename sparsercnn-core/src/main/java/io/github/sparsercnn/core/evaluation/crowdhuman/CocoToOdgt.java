package io.github.sparsercnn.core.evaluation.crowdhuman;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoResults;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns COCO files into files of CrowdHuman, one line per picture: the way back of {@link
 * OdgtToCoco}, and detections for the tools of CrowdHuman. A picture's {@code ID} is its file name
 * without the ending, or its number if the file gives no name.
 */
public final class CocoToOdgt {
  private static final JsonMapper MAPPER = new JsonMapper();

  private CocoToOdgt() {}

  /**
   * Converts an annotation file.
   *
   * @param json the COCO file; {@code bbox_vis} becomes the visible box, {@code iscrowd} becomes
   *     {@code extra.ignore}
   * @param odgt the file of CrowdHuman to write, with the size of each picture
   * @throws DatasetException if a file cannot be used or written
   */
  public static void convert(Path json, Path odgt) {
    CocoGroundTruth truth = CocoGroundTruth.read(json);
    Map<Long, ArrayNode> people = people(json);
    try (BufferedWriter out = Files.newBufferedWriter(odgt)) {
      for (int image = 0; image < truth.imageCount(); image++) {
        ObjectNode line = line(truth, image);
        ArrayNode here = people.get(truth.imageId(image));
        line.set("gtboxes", here == null ? MAPPER.createArrayNode() : here);
        write(out, line);
      }
    } catch (IOException e) {
      throw new DatasetException(odgt + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** The visible boxes are no business of the evaluation, so the annotations are read once more. */
  private static Map<Long, ArrayNode> people(Path json) {
    Map<Long, ArrayNode> people = new HashMap<>();
    try (JsonParser parser = MAPPER.createParser(Files.newInputStream(json))) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isWanted = parser.currentName().equals("annotations");
        parser.nextToken();
        if (isWanted) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode annotation = MAPPER.readTree(parser);
            people
                .computeIfAbsent(
                    annotation.get("image_id").asLong(), id -> MAPPER.createArrayNode())
                .add(person(annotation));
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new DatasetException(json + ": cannot be read: " + e.getMessage(), e);
    }
    return people;
  }

  private static ObjectNode person(JsonNode annotation) {
    ObjectNode person = MAPPER.createObjectNode().put("tag", "person");
    person.set("fbox", annotation.get("bbox"));
    if (annotation.has("bbox_vis")) {
      person.set("vbox", annotation.get("bbox_vis"));
    }
    person.putObject("extra").put("ignore", annotation.path("iscrowd").asInt());
    return person;
  }

  /**
   * Converts detections.
   *
   * @param truth the ground truth, which names the pictures
   * @param results the detections
   * @param odgt the file of CrowdHuman to write; pictures in the order of the detections
   * @throws DatasetException if a detection's picture is unknown, or the file cannot be written
   */
  public static void convert(CocoGroundTruth truth, CocoResults results, Path odgt) {
    Map<Long, ObjectNode> lines = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      long imageId = results.imageId(i);
      int image = truth.imageIndex(imageId);
      if (image < 0) {
        throw new DatasetException(
            results.source() + ": image id " + imageId + " is not in " + truth.source());
      }
      ObjectNode line =
          lines.computeIfAbsent(
              imageId,
              id -> {
                ObjectNode made = line(truth, image);
                made.putArray("dtboxes");
                return made;
              });
      ObjectNode found = line.withArray("dtboxes").addObject();
      ArrayNode box = found.putArray("box");
      for (int side = 0; side < 4; side++) {
        box.add(results.box(i, side));
      }
      found.put("score", results.score(i));
    }
    try (BufferedWriter out = Files.newBufferedWriter(odgt)) {
      for (ObjectNode line : lines.values()) {
        write(out, line);
      }
    } catch (IOException e) {
      throw new DatasetException(odgt + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static ObjectNode line(CocoGroundTruth truth, int image) {
    String name = truth.fileName(image);
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    int dot = name.lastIndexOf('.');
    String stem = name.substring(slash + 1, dot > slash ? dot : name.length());
    ObjectNode line =
        MAPPER
            .createObjectNode()
            .put("ID", stem.isEmpty() ? Long.toString(truth.imageId(image)) : stem);
    if (truth.width(image) > 0 && truth.height(image) > 0) {
      line.put("width", truth.width(image)).put("height", truth.height(image));
    }
    return line;
  }

  private static void write(BufferedWriter out, ObjectNode line) throws IOException {
    out.write(MAPPER.writeValueAsString(line));
    out.write('\n');
  }
}
