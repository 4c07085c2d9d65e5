package io.github.sparsercnn.core.config;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Writes flat config values as the yaml tree that detectron2 reads. Tuples are written as lists, as
 * yacs does; a text that yacs would take for a Python literal is quoted twice.
 */
final class ConfigYamlWriter {
  private ConfigYamlWriter() {}

  /**
   * Writes values.
   *
   * @param values by full key, in the wanted order
   * @return the yaml text
   */
  static String write(Map<String, @Nullable Object> values) {
    Map<String, Object> tree = new TreeMap<>();
    values.forEach((key, value) -> insert(tree, key, node(value)));
    DumperOptions options = new DumperOptions();
    options.setSplitLines(false);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    StringWriter text = new StringWriter();
    new Yaml(options).serialize(section(tree), text);
    return text.toString();
  }

  private static void insert(Map<String, Object> tree, String key, Node leaf) {
    int dot = key.indexOf('.');
    if (dot < 0) {
      tree.put(key, leaf);
      return;
    }
    @SuppressWarnings("unchecked") // a section is only ever made here
    Map<String, Object> section =
        (Map<String, Object>) tree.computeIfAbsent(key.substring(0, dot), k -> new TreeMap<>());
    insert(section, key.substring(dot + 1), leaf);
  }

  private static Node section(Map<?, ?> section) {
    List<NodeTuple> entries = new ArrayList<>();
    section.forEach(
        (name, value) ->
            entries.add(
                new NodeTuple(
                    scalar(Tag.STR, name.toString()),
                    value instanceof Node leaf ? leaf : section((Map<?, ?>) value))));
    return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
  }

  private static Node node(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new SequenceNode(
          Tag.SEQ, list.stream().map(ConfigYamlWriter::element).toList(), FlowStyle.FLOW);
    }
    return value instanceof String text
        ? scalar(Tag.STR, PythonLiteralWriter.quoteIfNeeded(text))
        : element(value);
  }

  private static Node element(@Nullable Object value) {
    if (value instanceof List<?>) {
      return node(value);
    }
    return switch (ValueType.of(value)) {
      case BOOL -> scalar(Tag.BOOL, PythonLiteralWriter.write(value).toLowerCase(Locale.ROOT));
      case INT -> scalar(Tag.INT, PythonLiteralWriter.write(value));
      case FLOAT -> scalar(Tag.FLOAT, decimal((Double) Objects.requireNonNull(value)));
      case NONE -> scalar(Tag.NULL, "null");
      default -> element(String.valueOf(value));
    };
  }

  /** yacs does not evaluate texts in a list; {@link FlowTuples} looks at bare ones only. */
  private static Node element(String text) {
    ScalarStyle style = text.startsWith("(") ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.PLAIN;
    return new ScalarNode(Tag.STR, text, null, null, style);
  }

  private static String decimal(double value) {
    if (Double.isNaN(value)) {
      return ".nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    return PythonLiteralWriter.write(value);
  }

  private static ScalarNode scalar(Tag tag, String text) {
    return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
  }
}
