package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes trees of JSON, indented and in ASCII, so that no encoding on the way can spoil them.
 * Jackson's mapper would do the same, but takes longer to start than an evaluation takes.
 */
final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private static final String STDOUT = "-";

  private JsonTree() {}

  /**
   * Writes a tree where an option {@code --json FILE|-} says.
   *
   * @param target a file, or {@code -} for {@code out}
   * @param out where the command prints; flushed, not closed
   * @return whether {@code out} has the tree, so that nothing else shall go there
   */
  static boolean write(JsonNode tree, String target, PrintWriter out) throws IOException {
    boolean printed = target.equals(STDOUT);
    if (printed) {
      write(tree, out);
      out.println();
    } else {
      AtomicFile.write(Path.of(target), stream -> write(tree, stream));
    }
    return printed;
  }

  /** Writes a tree; the writer is flushed, not closed. */
  static void write(JsonNode tree, Writer writer) throws IOException {
    write(tree, FACTORY.createGenerator(writer));
  }

  /** Writes a tree; the stream is flushed, not closed. */
  static void write(JsonNode tree, OutputStream stream) throws IOException {
    write(tree, FACTORY.createGenerator(stream, JsonEncoding.UTF8));
  }

  private static void write(JsonNode tree, JsonGenerator json) throws IOException {
    try (json) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      writeNode(tree, json);
    }
  }

  private static void writeNode(JsonNode node, JsonGenerator json) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, json);
      case ARRAY -> {
        json.writeStartArray();
        for (JsonNode element : node) {
          writeNode(element, json);
        }
        json.writeEndArray();
      }
      case STRING -> json.writeString(node.textValue());
      case NUMBER -> json.writeNumber(node.asText());
      case BOOLEAN -> json.writeBoolean(node.booleanValue());
      case NULL -> json.writeNull();
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("no JSON value: " + node.getNodeType());
    }
  }

  private static void writeObject(JsonNode node, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      json.writeFieldName(field.getKey());
      writeNode(field.getValue(), json);
    }
    json.writeEndObject();
  }
}
