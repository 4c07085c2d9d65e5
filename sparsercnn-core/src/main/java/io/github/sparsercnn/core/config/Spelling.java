package io.github.sparsercnn.core.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which key somebody meant who wrote one that does not exist. */
final class Spelling {
  /** One mistake is forgiven per this many characters. */
  private static final int CHARACTERS_PER_MISTAKE = 5;

  /** Longer words are not compared: no key comes near. */
  private static final int LONGEST = 200;

  private Spelling() {}

  /**
   * The known word nearest to a written one: equal but for upper and lower case, else the same last
   * part in another section, else few edits away.
   *
   * @param written what was written
   * @param known the words that exist, in an order that decides ties
   * @return the nearest, or empty if none is near
   */
  static Optional<String> closest(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = written.toLowerCase(Locale.ROOT);
    String best = null;
    int fewest = Math.max(2, written.length() / CHARACTERS_PER_MISTAKE) + 1;
    for (String word : known) {
      int edits = edits(lower, word.toLowerCase(Locale.ROOT), fewest);
      if (edits < fewest) {
        fewest = edits;
        best = word;
      }
    }
    return best != null ? Optional.of(best) : elsewhere(lower, known);
  }

  /** The only known word that ends in the last part of the written one. */
  private static Optional<String> elsewhere(String lower, Collection<String> known) {
    String name = "." + lower.substring(lower.lastIndexOf('.') + 1);
    var same =
        known.stream()
            .filter(word -> ("." + word.toLowerCase(Locale.ROOT)).endsWith(name))
            .toList();
    return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
  }

  /** Insertions, deletions and substitutions between two words, or {@code limit} if not fewer. */
  private static int edits(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return Math.min(previous[b.length()], limit);
  }
}
