package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.ArrayList;
import java.util.List;

/** The {@code KEY VALUE} words that follow a detectron2 command. */
final class Overrides {
  /** The origin of values that come from here. */
  static final String ORIGIN = "override";

  private Overrides() {}

  /**
   * Reads words in pairs; values are Python literals, and anything else is a text.
   *
   * @throws ConfigException if a word is missing
   */
  static List<Assignment> parse(List<String> words) {
    if (words.size() % 2 != 0) {
      String last = words.get(words.size() - 1);
      throw new ConfigException(
          "overrides are pairs of KEY VALUE, found "
              + words.size()
              + " words ending in "
              + ValueType.show(last)
              + (last.contains("=") ? "; write it as two words, without '='" : ""));
    }
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      String text = words.get(i + 1);
      assignments.add(new Assignment(words.get(i), PythonLiteral.evaluate(text), text, ORIGIN));
    }
    return assignments;
  }
}
