package io.github.sparsercnn.core.training.solver;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which parameters learn at another rate or decay differently. Patterns are regular expressions
 * that must match a whole parameter name, such as {@code backbone\..*}; factors of all rules that
 * match are multiplied, of decays the last one counts. Immutable.
 */
public final class ParameterRules {
  /** The key of name patterns and factors of the learning rate, in turn. */
  public static final String RATE_FACTORS = "SOLVER.RATE_FACTORS";

  /** The key of name patterns and weight decays, in turn. */
  public static final String WEIGHT_DECAYS = "SOLVER.WEIGHT_DECAYS";

  private final double weightDecay;
  private final List<Rule> rules;

  /** The rate's factor and, unless NaN, the decay for the names that match. */
  private record Rule(Pattern pattern, double rateFactor, double weightDecay) {}

  /**
   * How one parameter is trained.
   *
   * @param rateFactor times the learning rate
   * @param weightDecay share of the value taken off per unit of learning rate
   */
  public record Treatment(double rateFactor, double weightDecay) {}

  private ParameterRules(double weightDecay, List<Rule> rules) {
    this.weightDecay = weightDecay;
    this.rules = List.copyOf(rules);
  }

  /**
   * The same for all parameters; norms, biases and proposals decay too, as in the official recipe.
   *
   * @param weightDecay {@code SOLVER.WEIGHT_DECAY}, at least 0
   * @return the rules
   * @throws IllegalArgumentException if the decay is negative or not finite
   */
  public static ParameterRules uniform(double weightDecay) {
    return new ParameterRules(notNegative("weight decay", weightDecay), List.of());
  }

  /**
   * The rules that a config describes.
   *
   * @param config {@code SOLVER.WEIGHT_DECAY} and {@code SOLVER.BACKBONE_MULTIPLIER}, and this
   *     library's {@code SOLVER.RATE_FACTORS} and {@code SOLVER.WEIGHT_DECAYS}
   * @return the rules
   * @throws ConfigException if one of the lists is not made of patterns and numbers
   * @throws IllegalArgumentException if a number is out of range
   */
  public static ParameterRules of(Config config) {
    ParameterRules rules =
        uniform(config.getDouble("SOLVER.WEIGHT_DECAY"))
            .multiplyRate(".*backbone.*", config.getDouble("SOLVER.BACKBONE_MULTIPLIER"));
    for (Map.Entry<String, Double> rule : pairs(config, RATE_FACTORS)) {
      rules = rules.multiplyRate(rule.getKey(), rule.getValue());
    }
    for (Map.Entry<String, Double> rule : pairs(config, WEIGHT_DECAYS)) {
      rules = rules.weightDecay(rule.getKey(), rule.getValue());
    }
    return rules;
  }

  private static List<Map.Entry<String, Double>> pairs(Config config, String key) {
    List<?> words = config.getList(key);
    List<Map.Entry<String, Double>> pairs = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()
          || !(words.get(i) instanceof String pattern)
          || !(words.get(i + 1) instanceof Number number)) {
        throw new ConfigException(
            key
                + " is "
                + words
                + " ("
                + config.origin(key)
                + "), expected patterns and numbers in turn, such as ('backbone.*', 0.1)");
      }
      pairs.add(Map.entry(pattern, number.doubleValue()));
    }
    return pairs;
  }

  /**
   * Another rate for some parameters.
   *
   * @param pattern of their names
   * @param factor times the learning rate, at least 0
   * @return the extended rules
   * @throws IllegalArgumentException if the pattern is no regular expression, or the factor is
   *     negative or not finite
   */
  public ParameterRules multiplyRate(String pattern, double factor) {
    return with(
        new Rule(
            Pattern.compile(pattern), notNegative("learning-rate factor", factor), Double.NaN));
  }

  /**
   * Another decay for some parameters.
   *
   * @param pattern of their names
   * @param decay at least 0
   * @return the extended rules
   * @throws IllegalArgumentException if the pattern is no regular expression, or the decay is
   *     negative or not finite
   */
  public ParameterRules weightDecay(String pattern, double decay) {
    return with(new Rule(Pattern.compile(pattern), 1, notNegative("weight decay", decay)));
  }

  private ParameterRules with(Rule rule) {
    List<Rule> extended = new ArrayList<>(rules);
    extended.add(rule);
    return new ParameterRules(weightDecay, extended);
  }

  private static double notNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " is " + value + ", expected at least 0");
    }
    return value;
  }

  /**
   * How a parameter is trained.
   *
   * @param name of the parameter
   * @return its treatment
   */
  public Treatment of(String name) {
    double factor = 1;
    double decay = weightDecay;
    for (Rule rule : rules) {
      if (rule.pattern.matcher(name).matches()) {
        factor *= rule.rateFactor;
        decay = Double.isNaN(rule.weightDecay) ? decay : rule.weightDecay;
      }
    }
    return new Treatment(factor, decay);
  }

  /**
   * Makes sure that every pattern means something.
   *
   * @param names of all parameters of the network
   * @throws ConfigException if a pattern matches none of them
   */
  public void check(Collection<String> names) {
    for (Rule rule : rules) {
      if (names.stream().noneMatch(name -> rule.pattern.matcher(name).matches())) {
        throw new ConfigException(
            "the parameter rule \""
                + rule.pattern
                + "\" matches no parameter; it must match a whole name such as "
                + names.iterator().next());
      }
    }
  }
}
