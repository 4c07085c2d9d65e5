package io.github.sparsercnn.examples.cli.training;

import java.util.Arrays;
import java.util.List;

/**
 * A number over the iterations. Immutable.
 *
 * @param name of the number
 * @param points by rising iteration
 */
record Curve(String name, List<Point> points) {
  /** A number at an iteration. */
  record Point(double iteration, double value) {}

  Curve {
    points = List.copyOf(points);
  }

  /** {@return the points that can be drawn on an axis of powers of ten} */
  Curve positive() {
    return new Curve(name, points.stream().filter(point -> point.value() > 0).toList());
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  double[] iterations() {
    return points.stream().mapToDouble(Point::iteration).toArray();
  }

  double[] values() {
    return points.stream().mapToDouble(Point::value).toArray();
  }

  /** {@return the smallest value; there is one} */
  double min() {
    return Arrays.stream(values()).min().orElseThrow();
  }

  /** {@return the largest value; there is one} */
  double max() {
    return Arrays.stream(values()).max().orElseThrow();
  }
}
