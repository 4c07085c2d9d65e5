package io.github.sparsercnn.core.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked by all rules of the format: no duplicate keys,
 * spans that follow each other from 0 to the end of the file without holes or overlaps, and as many
 * bytes as the shape needs.
 *
 * @param tensors the tensors in the order of their bytes
 * @param metadata the text of {@code __metadata__}, in file order
 */
record SafetensorsHeader(List<Entry> tensors, Map<String, String> metadata) {
  /** The key that holds text instead of a tensor. */
  static final String METADATA = "__metadata__";

  private static final ObjectReader JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build().reader();

  /**
   * Where a tensor lies.
   *
   * @param name its key
   * @param dtype its element type
   * @param shape its sizes
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(String name, DType dtype, long[] shape, long begin, long end) {
    long bytes() {
      return end - begin;
    }

    /** The name as a message can show it. */
    String shownName() {
      return PickleText.excerpt(name);
    }
  }

  /**
   * Reads and checks a header.
   *
   * @param json the text between the length and the first tensor
   * @param dataBytes how many bytes follow the header
   * @throws RefusedException if the header breaks a rule of the format, or holds a type of number
   *     that this library does not know
   */
  static SafetensorsHeader parse(String json, long dataBytes) throws RefusedException {
    if (!json.startsWith("{")) {
      throw new RefusedException("the header does not start with '{'");
    }
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    // One entry after the other, so that a huge header never becomes one huge tree.
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode value = JSON.readTree(parser);
        if (name.equals(METADATA)) {
          readMetadata(value, metadata);
        } else {
          entries.add(entry(name, value));
        }
      }
      if (parser.nextToken() != null) {
        throw new RefusedException("something follows the header's closing '}'");
      }
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          "the header is not JSON: " + PickleText.excerpt(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from a string failed", e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkSpans(entries, dataBytes);
    return new SafetensorsHeader(entries, metadata);
  }

  private static void readMetadata(JsonNode node, Map<String, String> metadata)
      throws RefusedException {
    if (!node.isObject()) {
      throw new RefusedException(METADATA + " is not an object");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw new RefusedException(
            METADATA
                + " holds "
                + PickleText.excerpt(field.getValue().toString())
                + " under "
                + PickleText.excerpt(field.getKey())
                + ", not a text");
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
  }

  private static Entry entry(String name, JsonNode node) throws RefusedException {
    String shown = PickleText.excerpt(name);
    JsonNode dtype = node.path("dtype");
    if (!dtype.isTextual()) {
      throw new RefusedException(shown + " has no dtype");
    }
    long[] offsets = naturals(shown, "data_offsets", node.path("data_offsets"));
    if (offsets.length != 2) {
      throw new RefusedException(shown + " has " + offsets.length + " data_offsets, not 2");
    }
    long[] shape = naturals(shown, "shape", node.path("shape"));
    return new Entry(name, dtype(shown, dtype.textValue()), shape, offsets[0], offsets[1]);
  }

  private static DType dtype(String shown, String text) throws RefusedException {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(text)) {
        return dtype;
      }
    }
    throw new RefusedException(
        shown
            + " has dtype "
            + PickleText.excerpt(text)
            + ", expected one of "
            + Arrays.toString(DType.values()));
  }

  private static long[] naturals(String shown, String key, JsonNode node) throws RefusedException {
    if (!node.isArray()) {
      throw new RefusedException(shown + " has no " + key);
    }
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(i);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw new RefusedException(
            shown + " has " + PickleText.excerpt(value.toString()) + " in its " + key);
      }
      values[i] = value.longValue();
    }
    return values;
  }

  private static void checkSpans(List<Entry> entries, long dataBytes) throws RefusedException {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin != end || entry.end < entry.begin) {
        throw new RefusedException(
            String.format(
                Locale.ROOT,
                "%s lies at bytes %d to %d, expected to begin at %d (no holes, no overlaps)",
                entry.shownName(),
                entry.begin,
                entry.end,
                end));
      }
      if (entry.bytes() != bytes(entry)) {
        throw new RefusedException(
            String.format(
                Locale.ROOT,
                "%s has %d bytes, its %s%s needs %d",
                entry.shownName(),
                entry.bytes(),
                entry.dtype,
                Arrays.toString(entry.shape),
                bytes(entry)));
      }
      end = entry.end;
    }
    if (end != dataBytes) {
      throw new RefusedException(
          String.format(
              Locale.ROOT, "%d bytes follow the header, the tensors take %d", dataBytes, end));
    }
  }

  private static long bytes(Entry entry) throws RefusedException {
    try {
      long bytes = entry.dtype.bytes();
      for (long size : entry.shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw new RefusedException(
          entry.shownName() + " has a shape beyond 64 bits: " + Arrays.toString(entry.shape));
    }
  }
}
