package io.github.sparsercnn.core.config;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Puts Python tuples together again that YAML took apart. Inside braces or brackets the commas of
 * {@code {MIN_SIZE_TRAIN: (480, 512), FORMAT: RGB}} separate entries for YAML, which then sees the
 * value {@code (480} and the key {@code 512)}. Nobody means that, so it is read as the tuple.
 */
final class FlowTuples {
  /** Marks a tuple that was put together. */
  static final Tag TUPLE = new Tag("!tuple");

  private final String text;

  /** Works on the nodes of this text. */
  FlowTuples(String text) {
    this.text = text;
  }

  /** The entries of a mapping, tuples put together. */
  List<NodeTuple> joined(MappingNode mapping) {
    List<NodeTuple> entries = mapping.getValue();
    if (mapping.getFlowStyle() != FlowStyle.FLOW) {
      return entries;
    }
    List<NodeTuple> joined = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      NodeTuple entry = entries.get(i);
      Node start = entry.getValueNode();
      int last = i;
      int open = opening(start);
      while (open > 0 && last + 1 < entries.size() && isBareKey(entries.get(last + 1))) {
        open += parentheses(entries.get(++last).getKeyNode());
      }
      joined.add(
          last == i
              ? entry
              : new NodeTuple(entry.getKeyNode(), text(start, entries.get(last).getKeyNode())));
      i = last;
    }
    return joined;
  }

  /** The elements of a sequence, tuples put together. */
  List<Node> joined(SequenceNode sequence) {
    List<Node> elements = sequence.getValue();
    if (sequence.getFlowStyle() != FlowStyle.FLOW) {
      return elements;
    }
    List<Node> joined = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Node start = elements.get(i);
      int last = i;
      int open = opening(start);
      while (open > 0 && last + 1 < elements.size()) {
        open += parentheses(elements.get(++last));
      }
      joined.add(last == i ? start : text(start, elements.get(last)));
      i = last;
    }
    return joined;
  }

  /** How many parentheses a value that begins with one leaves open; 0 for any other node. */
  private static int opening(Node node) {
    boolean tuple = isPlain(node) && ((ScalarNode) node).getValue().startsWith("(");
    return tuple ? parentheses(node) : 0;
  }

  /** Opening minus closing parentheses. */
  private static int parentheses(Node node) {
    if (!isPlain(node)) {
      return 0;
    }
    String value = ((ScalarNode) node).getValue();
    return value.chars().map(c -> c == '(' ? 1 : c == ')' ? -1 : 0).sum();
  }

  private static boolean isPlain(Node node) {
    return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
  }

  private static boolean isBareKey(NodeTuple entry) {
    return entry.getValueNode() instanceof ScalarNode value && value.getValue().isEmpty();
  }

  private Node text(Node start, Node last) {
    int from = text.offsetByCodePoints(0, start.getStartMark().getIndex());
    int to =
        text.offsetByCodePoints(
            from, last.getEndMark().getIndex() - start.getStartMark().getIndex());
    return new ScalarNode(
        TUPLE,
        text.substring(from, to),
        start.getStartMark(),
        last.getEndMark(),
        ScalarStyle.PLAIN);
  }
}
