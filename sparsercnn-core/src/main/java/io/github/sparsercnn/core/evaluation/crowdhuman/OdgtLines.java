package io.github.sparsercnn.core.evaluation.crowdhuman;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.sparsercnn.DatasetException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an {@code odgt} file: one JSON object per line, one line per picture. Not thread-safe. */
final class OdgtLines {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int SIDES = 4;

  private final Path path;
  private final Set<String> ids = new HashSet<>();
  private int line;

  private OdgtLines(Path path) {
    this.path = path;
  }

  /** What reads a line. */
  interface Reading {
    void read(JsonNode picture, OdgtLines lines);
  }

  static void read(Path path, Reading reading) {
    OdgtLines lines = new OdgtLines(path);
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        lines.line++;
        if (!text.isBlank()) {
          reading.read(lines.parse(text), lines);
        }
      }
    } catch (NoSuchFileException e) {
      throw new DatasetException(path + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new DatasetException(path + ", line " + (lines.line + 1) + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw new DatasetException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private JsonNode parse(String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          path + ", line " + line + ": not valid JSON: " + e.getOriginalMessage(), e);
    }
    if (!node.isObject()) {
      throw error("expected an object with ID and boxes, as odgt files hold one per line");
    }
    return node;
  }

  /** A complaint about the current line. */
  DatasetException error(String problem) {
    return new DatasetException(path + ", line " + line + ": " + problem);
  }

  /** The picture's id; each id may come once. */
  String id(JsonNode picture) {
    JsonNode id = picture.get("ID");
    if (id == null || !(id.isTextual() || id.isIntegralNumber())) {
      throw error("ID is " + id + ", expected a name or a whole number");
    }
    if (!ids.add(id.asText())) {
      throw error("ID " + id.asText() + " occurs twice");
    }
    return id.asText();
  }

  /** A size in pixels, 0 if it is not there. */
  int pixels(JsonNode picture, String key) {
    JsonNode pixels = picture.get(key);
    if (pixels == null) {
      return 0;
    }
    if (!pixels.canConvertToInt() || pixels.asInt() < 1) {
      throw error(key + " is " + pixels + ", expected pixels");
    }
    return pixels.asInt();
  }

  /** Visits the objects of a list. */
  void forEach(JsonNode picture, String key, Consumer<JsonNode> visit) {
    JsonNode list = picture.get(key);
    if (list == null || !list.isArray()) {
      throw error("\"" + key + "\" is missing or not a list");
    }
    list.forEach(visit);
  }

  /** A finite number. */
  double number(@Nullable JsonNode value, String what) {
    if (value == null || !value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw error(what + " is " + value + ", expected a finite number");
    }
    return value.asDouble();
  }

  /** A box {@code xywh}. */
  double[] box(JsonNode object, String key) {
    JsonNode list = object.get(key);
    if (list == null || !list.isArray() || list.size() != SIDES) {
      throw error(key + " is " + list + ", expected [x, y, width, height]");
    }
    double[] box = new double[SIDES];
    for (int side = 0; side < SIDES; side++) {
      box[side] = number(list.get(side), key + "[" + side + "]");
    }
    return box;
  }
}
