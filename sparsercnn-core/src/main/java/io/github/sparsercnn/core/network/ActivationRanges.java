package io.github.sparsercnn.core.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.torch.QuantizedOps.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Between which values the results of the backbone's layers lie, measured on pictures: what bytes
 * have to cover in {@link io.github.sparsercnn.Precision#INT8}. Immutable.
 *
 * @param ranges least and largest value by name of the layer, for example {@code res2.0.conv1}
 */
public record ActivationRanges(Map<String, Range> ranges) {
  /** The key under which a weights file holds {@link #toJson}. */
  public static final String KEY = "sparsercnn.activations";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Least and largest value. */
  public record Range(float min, float max) {}

  /** Copies the map. */
  public ActivationRanges {
    ranges = Map.copyOf(ranges);
  }

  /** The bytes for what a layer makes. */
  Bytes bytes(String layer) {
    Range range = ranges.get(layer);
    if (range == null) {
      throw new WeightsException(
          "the activation ranges of these weights lack "
              + layer
              + "; measure them again: sparsercnn convert IN OUT --int8 --calibrate PICTURES");
    }
    return Bytes.covering(range.min, range.max);
  }

  /** {@return the ranges as text, in the order of their names} */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    new TreeMap<>(ranges)
        .forEach((name, range) -> root.putArray(name).add(range.min()).add(range.max()));
    return root.toString();
  }

  /**
   * Reads ranges.
   *
   * @param text of {@link #toJson}
   * @throws WeightsException if it is something else
   */
  public static ActivationRanges ofJson(String text) {
    try {
      Map<String, Range> ranges = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : JSON.readTree(text).properties()) {
        ranges.put(entry.getKey(), range(entry.getKey(), entry.getValue()));
      }
      return new ActivationRanges(ranges);
    } catch (JsonProcessingException e) {
      throw new WeightsException("the weights' activation ranges are not JSON", e);
    }
  }

  private static Range range(String layer, JsonNode node) {
    boolean isPair = node instanceof ArrayNode && node.size() == 2;
    Range range =
        isPair ? new Range(node.get(0).floatValue(), node.get(1).floatValue()) : new Range(1, 0);
    if (!(range.min <= range.max) || !Float.isFinite(range.max - range.min)) {
      throw new WeightsException(
          "the weights' activation range of " + layer + " is " + node + ", not [least, largest]");
    }
    return range;
  }
}
