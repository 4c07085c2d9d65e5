package io.github.sparsercnn.examples.bench.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.util.Locale;

/**
 * What a worker shall do, as both sides get it: a JSON object.
 *
 * @param json the object
 */
public record JobSpec(JsonNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads a spec.
   *
   * @param text a JSON object
   * @return the spec
   * @throws IllegalArgumentException if it is none
   */
  public static JobSpec parse(String text) {
    try {
      return new JobSpec(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON object: " + text, e);
    }
  }

  /**
   * A text that must be there.
   *
   * @param key its name
   * @return the text
   * @throws IllegalArgumentException if it is not there
   */
  public String text(String key) {
    return required(key).asText();
  }

  /**
   * A number that must be there.
   *
   * @param key its name
   * @return the number
   * @throws IllegalArgumentException if it is not there
   */
  public int number(String key) {
    return required(key).asInt();
  }

  /** Where it runs: the CPU if the spec does not say. */
  ComputeDevice device() {
    return ComputeDevice.of(json.path("device").asText("cpu"));
  }

  /**
   * A number that need not be there.
   *
   * @param key its name
   * @param otherwise if it is not there
   * @return the number
   */
  public int number(String key, int otherwise) {
    return json.path(key).asInt(otherwise);
  }

  private JsonNode required(String key) {
    JsonNode value = json.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the spec lacks " + key + ": " + json);
    }
    return value;
  }

  ImageSize size() {
    return new ImageSize(number("width"), number("height"));
  }

  Precision precision() {
    return Precision.valueOf(text("precision").toUpperCase(Locale.ROOT));
  }
}
