package io.github.sparsercnn.core.training.writer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One line of {@code metrics.json}: an object of numbers, keys sorted, spaced as Python does it.
 */
final class ScalarsJson {
  private static final String ITERATION = "iteration";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          // detectron2 writes NaN for what is undefined.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ScalarsJson() {}

  /** {@return the line, without its end} */
  static String write(Scalars scalars) {
    Map<String, Number> object = new TreeMap<>(scalars.values());
    object.put(ITERATION, scalars.iteration());
    try {
      return JSON.writer(new Spaces()).writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return what a line says; empty if it is no object with an iteration, a torn line say} */
  static Optional<Scalars> read(String line) {
    JsonNode object;
    try {
      object = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    JsonNode iteration = object.path(ITERATION);
    if (!iteration.isIntegralNumber() || !iteration.canConvertToLong()) {
      return Optional.empty();
    }
    Map<String, Double> values = new HashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNumber() && !field.getKey().equals(ITERATION)) {
                values.put(field.getKey(), field.getValue().doubleValue());
              }
            });
    return Optional.of(Scalars.finite(iteration.longValue(), values));
  }

  private static final class Spaces extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1L;

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
      out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
      out.writeRaw(", ");
    }
  }
}
