package io.github.sparsercnn.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Class names as a weights file carries them: a JSON array of texts. */
public final class LabelsJson {
  private static final JsonMapper JSON = new JsonMapper();

  private LabelsJson() {}

  /**
   * Writes them.
   *
   * @param labels by class id
   */
  public static String write(List<String> labels) {
    return JSON.valueToTree(labels).toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RefusedException if it is anything else
   */
  static List<String> read(String json) throws RefusedException {
    JsonNode array;
    try {
      array = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new RefusedException("is not JSON", e);
    }
    if (!array.isArray()) {
      throw new RefusedException("is no array");
    }
    List<String> labels = new ArrayList<>();
    for (JsonNode label : array) {
      if (!label.isTextual()) {
        throw new RefusedException("holds " + label + ", expected texts");
      }
      labels.add(label.textValue());
    }
    return Collections.unmodifiableList(labels);
  }
}
