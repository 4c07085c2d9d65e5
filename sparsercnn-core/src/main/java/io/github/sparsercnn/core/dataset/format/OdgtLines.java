package io.github.sparsercnn.core.dataset.format;

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
public final class OdgtLines {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int SIDES = 4;

  private final Path path;
  private final Set<String> ids = new HashSet<>();
  private int line;

  private OdgtLines(Path path) {
    this.path = path;
  }

  /** What reads a line. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Reads a line.
     *
     * @param picture what it holds
     * @param lines takes values out of it, and complains about it
     */
    void read(JsonNode picture, OdgtLines lines);
  }

  /**
   * Reads a file.
   *
   * @param path the file
   * @param reading takes its lines one by one
   * @throws DatasetException if it cannot be read or a line is no JSON object
   */
  public static void read(Path path, Reading reading) {
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

  /**
   * A complaint about the current line.
   *
   * @param problem what is wrong there
   * @return the exception, to be thrown
   */
  public DatasetException error(String problem) {
    return new DatasetException(path + ", line " + line + ": " + problem);
  }

  /**
   * The picture's id.
   *
   * @param picture the line
   * @return its {@code ID}
   * @throws DatasetException if there is none, or an earlier line had it
   */
  public String id(JsonNode picture) {
    JsonNode id = picture.get("ID");
    if (id == null || !(id.isTextual() || id.isIntegralNumber())) {
      throw error("ID is " + id + ", expected a name or a whole number");
    }
    if (!ids.add(id.asText())) {
      throw error("ID " + id.asText() + " occurs twice");
    }
    return id.asText();
  }

  /**
   * A size in pixels.
   *
   * @param picture the line
   * @param key {@code width} or {@code height}
   * @return pixels, 0 if the line does not tell
   * @throws DatasetException if it is not a positive whole number
   */
  public int pixels(JsonNode picture, String key) {
    JsonNode pixels = picture.get(key);
    if (pixels == null) {
      return 0;
    }
    if (!pixels.canConvertToInt() || pixels.asInt() < 1) {
      throw error(key + " is " + pixels + ", expected pixels");
    }
    return pixels.asInt();
  }

  /**
   * Visits the objects of a list.
   *
   * @param picture the line
   * @param key of the list
   * @param visit takes them
   * @throws DatasetException if there is no such list
   */
  public void forEach(JsonNode picture, String key, Consumer<JsonNode> visit) {
    JsonNode list = picture.get(key);
    if (list == null || !list.isArray()) {
      throw error("\"" + key + "\" is missing or not a list");
    }
    list.forEach(visit);
  }

  /**
   * A finite number.
   *
   * @param value what should be one
   * @param what it is, for messages
   * @return the number
   * @throws DatasetException if it is none
   */
  public double number(@Nullable JsonNode value, String what) {
    if (value == null || !value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw error(what + " is " + value + ", expected a finite number");
    }
    return value.asDouble();
  }

  /**
   * A box {@code xywh}.
   *
   * @param object one of a list
   * @param key of the box
   * @return its four numbers
   * @throws DatasetException if there is none
   */
  public double[] box(JsonNode object, String key) {
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
