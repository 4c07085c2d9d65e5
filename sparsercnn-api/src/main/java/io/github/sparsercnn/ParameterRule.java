package io.github.sparsercnn;

import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How some of the parameters are trained. Immutable.
 *
 * @param pattern a regular expression that must match a whole parameter name, for example {@code
 *     backbone\..*}
 * @param rateFactor times the learning rate, at least 0; factors of all rules that match are
 *     multiplied
 * @param weightDecay instead of {@code SOLVER.WEIGHT_DECAY}, at least 0; the last rule that matches
 *     and has one counts
 */
public record ParameterRule(String pattern, double rateFactor, OptionalDouble weightDecay) {
  /**
   * Checks the rule.
   *
   * @param pattern as above
   * @param rateFactor as above
   * @param weightDecay as above
   * @throws IllegalArgumentException if the pattern is no regular expression, or a number is
   *     negative or not finite
   */
  public ParameterRule {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the parameter pattern '" + pattern + "' is no regular expression: " + e.getMessage(), e);
    }
    requireNotNegative("learning-rate factor", rateFactor);
    weightDecay.ifPresent(decay -> requireNotNegative("weight decay", decay));
  }

  /**
   * Another learning rate.
   *
   * @param pattern of the parameters' names
   * @param factor times the learning rate
   * @return the rule
   * @throws IllegalArgumentException as the constructor
   */
  public static ParameterRule rate(String pattern, double factor) {
    return new ParameterRule(pattern, factor, OptionalDouble.empty());
  }

  /**
   * Another weight decay.
   *
   * @param pattern of the parameters' names
   * @param decay share of the value taken off per unit of learning rate
   * @return the rule
   * @throws IllegalArgumentException as the constructor
   */
  public static ParameterRule decay(String pattern, double decay) {
    return new ParameterRule(pattern, 1, OptionalDouble.of(decay));
  }

  private static void requireNotNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " is " + value + ", expected at least 0");
    }
  }
}
