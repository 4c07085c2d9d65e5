package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons as JSON: a list with an object per row. Times are medians in milliseconds, {@code
 * ratio} is ours to the twin's; null is what could not be measured.
 */
final class BenchJson {
  private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private BenchJson() {}

  static void write(List<BenchRow> rows, Path file) {
    AtomicFile.write(
        file,
        stream -> {
          stream.write(WRITER.writeValueAsBytes(of(rows)));
          stream.write('\n');
        });
  }

  static ArrayNode of(List<BenchRow> rows) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    rows.forEach(row -> list.add(of(row)));
    return list;
  }

  private static ObjectNode of(BenchRow row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", row.name());
    node.put("failed", row.failed());
    node.put("ours_ms", row.ours().map(Timing::median).orElse(null));
    node.put("twin_ms", row.twin().map(Timing::median).orElse(null));
    node.put("ratio", row.ratio().isPresent() ? (Double) row.ratio().getAsDouble() : null);
    node.put("rounds", row.ours().map(ours -> ours.measurements().size()).orElse(0));
    node.put("ours", row.ours().map(Timing::program).orElse(null));
    node.put("ours_min_ms", row.ours().map(Timing::minimum).orElse(null));
    node.put("ours_peak_bytes", row.ours().map(BenchJson::peakBytes).orElse(null));
    node.put("twin", row.twin().map(Timing::program).orElse(null));
    node.put("twin_min_ms", row.twin().map(Timing::minimum).orElse(null));
    node.put("twin_peak_bytes", row.twin().map(BenchJson::peakBytes).orElse(null));
    node.put("note", row.note());
    new TreeMap<>(row.facts()).forEach(node::put);
    return node;
  }

  private static @Nullable Long peakBytes(Timing timing) {
    return timing.peakBytes().isPresent() ? (Long) timing.peakBytes().getAsLong() : null;
  }
}
