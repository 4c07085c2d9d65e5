package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnDetection;
import io.github.sparsercnn.core.evaluation.analysis.ImageVerdict.OnObject;
import io.github.sparsercnn.core.evaluation.analysis.TideError;

/**
 * How a box is drawn. Each has a colour, a line of its own, and a sign, so that nobody needs to see
 * colours.
 */
enum Mark {
  FOUND("found", "✓", "object that is found"),
  MISSED("missed", "?", "object that is missed"),
  CROWD("crowd", "…", "does not count (a crowd, or ignored)"),
  RIGHT("right", "✓", "right detection"),
  NOTHING_THERE("nothing", "×", "nothing is labelled here"),
  DOUBLE("double", "2×", "object that was found already"),
  WRONG_CATEGORY("category", "≠", "right place, wrong category"),
  WRONG_PLACE("place", "↔", "right category, inexact place"),
  WRONG_BOTH("both", "≠↔", "wrong category and inexact place"),
  NEARBY("nearby", "", "nearby");

  private final String style;
  private final String sign;
  private final String words;

  Mark(String style, String sign, String words) {
    this.style = style;
    this.sign = sign;
    this.words = words;
  }

  static Mark of(OnObject object) {
    if (!object.counts()) {
      return CROWD;
    }
    return object.isMissed() ? MISSED : FOUND;
  }

  static Mark of(OnDetection detection) {
    if (!detection.counts()) {
      return CROWD;
    }
    return detection.error().map(Mark::of).orElse(RIGHT);
  }

  private static Mark of(TideError error) {
    return switch (error) {
      case CLASSIFICATION -> WRONG_CATEGORY;
      case LOCALIZATION -> WRONG_PLACE;
      case BOTH -> WRONG_BOTH;
      case DUPLICATE -> DOUBLE;
      case BACKGROUND, MISSED -> NOTHING_THERE;
    };
  }

  /** Whether the box stands for a mistake. */
  boolean isMistake() {
    return this != FOUND && this != RIGHT && this != CROWD && this != NEARBY;
  }

  /** The name of its style. */
  String style() {
    return "mark-" + style;
  }

  /** A letter or two for the tag of its box. */
  String sign() {
    return sign;
  }

  /** What it stands for. */
  String words() {
    return words;
  }
}
