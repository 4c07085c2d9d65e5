package io.github.sparsercnn.core.training;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures that {@code TEST.EXPECTED_RESULTS} asks for, such as {@code [['bbox', 'AP', 42.8,
 * 0.3]]} (detectron2 {@code verify_results}).
 *
 * @param all in the order of the config
 */
public record ExpectedResults(List<Expected> all) {
  private static final Logger LOG = LoggerFactory.getLogger(ExpectedResults.class);
  private static final String KEY = "TEST.EXPECTED_RESULTS";
  private static final int FIELDS = 4;

  /** Copies the list. */
  public ExpectedResults {
    all = List.copyOf(all);
  }

  /**
   * A figure.
   *
   * @param figure its name, such as {@code bbox/AP}
   * @param value what it shall be
   * @param tolerance by how much it may differ
   */
  public record Expected(String figure, double value, double tolerance) {}

  /**
   * Reads them.
   *
   * @param config gives the key
   * @return what is expected; nothing if the key was not set
   * @throws ConfigException if they are of another form
   */
  public static ExpectedResults of(Config config) {
    List<Expected> all = new ArrayList<>();
    for (Object row : config.getList(KEY)) {
      if (!(row instanceof List<?> fields)
          || fields.size() != FIELDS
          || !(fields.get(2) instanceof Number value)
          || !(fields.get(FIELDS - 1) instanceof Number tolerance)) {
        throw new ConfigException(
            KEY
                + " holds "
                + row
                + " ("
                + config.origin(KEY)
                + "), expected rows such as ['bbox', 'AP', 42.8, 0.3]");
      }
      all.add(
          new Expected(
              fields.get(0) + "/" + fields.get(1), value.doubleValue(), tolerance.doubleValue()));
    }
    return new ExpectedResults(all);
  }

  /**
   * Compares.
   *
   * @param figures by name
   * @throws SparseRcnnException if a figure is missing or too far away
   */
  public void check(Map<String, Double> figures) {
    List<String> failures = new ArrayList<>();
    for (Expected expected : all) {
      Double actual = figures.get(expected.figure);
      if (actual == null || !(Math.abs(actual - expected.value) <= expected.tolerance)) {
        failures.add(
            String.format(
                Locale.ROOT,
                "%s is %s, expected %s ± %s",
                expected.figure,
                actual,
                expected.value,
                expected.tolerance));
      }
    }
    if (!failures.isEmpty()) {
      throw new SparseRcnnException(KEY + " is not met: " + String.join("; ", failures));
    }
    if (!all.isEmpty()) {
      LOG.info("{} is met", KEY);
    }
  }
}
