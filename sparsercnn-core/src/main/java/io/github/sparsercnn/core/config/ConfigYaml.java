package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one detectron2 yaml text into a flat list of assignments, in the order of the text and with
 * the line of each. It follows PyYAML (YAML 1.1) and then yacs, which evaluates texts as Python
 * literals; a key given twice takes its last value. Python objects are refused, and depth, size and
 * aliases are bounded.
 */
final class ConfigYaml {
  /** The longest text read, in characters; official configs have about two thousand. */
  static final int MAX_CHARACTERS = 1 << 20;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ALIASES = 16;
  private static final int MAX_NODES = 10_000;
  private static final Tag PYTHON_TUPLE = new Tag("tag:yaml.org,2002:python/tuple");
  private static final Logger LOG = LoggerFactory.getLogger(ConfigYaml.class);

  private final String source;
  private final FlowTuples tuples;
  private final Scalars scalars;
  private final List<Assignment> assignments = new ArrayList<>();
  private int nodes;

  private ConfigYaml(String source, String text, LoaderOptions options) {
    this.source = source;
    this.tuples = new FlowTuples(text);
    this.scalars = new Scalars(options);
  }

  /**
   * Reads a yaml text.
   *
   * @param text the text, without byte order mark
   * @param source its name for messages
   * @return the assignments; {@code _BASE_} is among them
   * @throws ConfigException if it is not yaml, not a mapping of keys, or larger than allowed
   */
  static List<Assignment> parse(String text, String source) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setTagInspector(tag -> true); // nodes are only read here, no object is built of a tag
    ConfigYaml reader = new ConfigYaml(source, text, options);
    Node root;
    try {
      root = new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new ConfigException(
          (mark == null ? source : reader.at(mark)) + " is not yaml: " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new ConfigException(source + " is not yaml: " + firstLine(e.getMessage()), e);
    }
    if (root == null) {
      throw new ConfigException(source + " is empty, expected keys and values of a config");
    }
    if (!(root instanceof MappingNode mapping)) {
      throw new ConfigException(
          reader.at(root.getStartMark()) + ": expected keys and values such as MODEL: ...");
    }
    reader.mapping(mapping, "", 0);
    return Collections.unmodifiableList(reader.assignments);
  }

  private void mapping(MappingNode node, String prefix, int depth) {
    entries(node, prefix, depth)
        .forEach((name, entry) -> entry(prefix + name, entry.getValueNode(), depth));
  }

  /** The last entry of each name; those of merged mappings ({@code <<}) come before all others. */
  private Map<String, NodeTuple> entries(MappingNode node, String prefix, int depth) {
    checkBounds(node, depth);
    Map<String, NodeTuple> own = new LinkedHashMap<>();
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : tuples.joined(node)) {
      if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(entry.getValueNode(), prefix, depth, entries);
        continue;
      }
      String name = name(entry.getKeyNode());
      NodeTuple earlier = own.put(name, entry);
      if (earlier != null) {
        LOG.warn(
            "{} sets {}{} again; the value of line {} is not used",
            at(entry.getKeyNode().getStartMark()),
            prefix,
            name,
            line(earlier.getKeyNode().getStartMark()));
      }
    }
    entries.putAll(own);
    return entries;
  }

  private void merge(Node merged, String prefix, int depth, Map<String, NodeTuple> entries) {
    List<Node> mappings =
        merged instanceof SequenceNode sequence ? sequence.getValue() : List.of(merged);
    for (Node mapping : mappings) { // the first mapping that has a key decides
      if (!(mapping instanceof MappingNode keys)) {
        throw new ConfigException(at(mapping.getStartMark()) + ": expected keys to merge after <<");
      }
      entries(keys, prefix, depth + 1).forEach(entries::putIfAbsent);
    }
  }

  private void entry(String key, Node value, int depth) {
    if (value instanceof MappingNode section) {
      mapping(section, key + ".", depth + 1);
      return;
    }
    String origin = at(value.getStartMark());
    if (value instanceof ScalarNode scalar) {
      checkBounds(value, depth);
      assignments.add(new Assignment(key, evaluated(scalar), scalar.getValue(), origin));
    } else {
      assignments.add(new Assignment(key, value(value, depth), null, origin));
    }
  }

  /** yacs evaluates a text that is a whole value, but not the texts in a list. */
  private @Nullable Object evaluated(ScalarNode node) {
    return scalar(node) instanceof String text ? PythonLiteral.evaluate(text) : scalar(node);
  }

  private @Nullable Object value(Node node, int depth) {
    checkBounds(node, depth);
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (node instanceof SequenceNode sequence && isSequence(sequence.getTag())) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (Node element : tuples.joined(sequence)) {
        elements.add(value(element, depth + 1));
      }
      return Collections.unmodifiableList(elements);
    }
    throw refused(node);
  }

  private static boolean isSequence(Tag tag) {
    return tag.equals(Tag.SEQ) || tag.equals(PYTHON_TUPLE);
  }

  private @Nullable Object scalar(ScalarNode node) {
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL) || tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      try {
        if (node.getValue().length() > PythonLiteral.MAX_NUMBER_LENGTH) {
          throw new IllegalArgumentException("too long");
        }
        return ValueType.normalize(scalars.construct(node));
      } catch (YAMLException | IllegalArgumentException e) {
        throw new ConfigException(
            at(node.getStartMark())
                + ": expected a number of 64 bits, found "
                + ValueType.show(node.getValue()),
            e);
      }
    }
    if (tag.equals(FlowTuples.TUPLE)) {
      return PythonLiteral.evaluate(node.getValue());
    }
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
      return node.getValue();
    }
    throw refused(node);
  }

  private ConfigException refused(Node node) {
    String message = at(node.getStartMark()) + ": expected a plain value or a list, found ";
    return new ConfigException(
        node.getTag().startsWith("tag:yaml.org,2002:python/")
            ? message + node.getTag().getValue() + "; Python objects are not built, write the value"
            : message + node.getTag().getValue());
  }

  private String name(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new ConfigException(at(key.getStartMark()) + ": expected the name of a key");
  }

  /** Stops what aliases could blow up or tie into a ring. */
  private void checkBounds(Node node, int depth) {
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new ConfigException(
          at(node.getStartMark())
              + ": more than "
              + (depth > MAX_DEPTH ? MAX_DEPTH + " levels" : MAX_NODES + " values")
              + " of keys; this is not a detectron2 config");
    }
  }

  private String at(Mark mark) {
    return source + ":" + line(mark);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  /** YAML 1.1's own rules for null, booleans and numbers. */
  private static final class Scalars extends SafeConstructor {
    Scalars(LoaderOptions options) {
      super(options);
    }

    Object construct(ScalarNode node) {
      return constructObject(node);
    }
  }
}
