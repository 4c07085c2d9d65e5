package io.github.sparsercnn;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the loss answers to a learning rate that grows from step to step (L. Smith, "Cyclical
 * Learning Rates for Training Neural Networks", WACV 2017). Immutable.
 *
 * @param points in the order of the steps, rates rising
 */
public record LearningRateCurve(List<Point> points) {
  /**
   * One step.
   *
   * @param rate that was used
   * @param loss total, before the step, smoothed over the steps before it
   */
  public record Point(double rate, double loss) {}

  /** Below so many points no slope can be trusted. */
  private static final int FEWEST = 5;

  /**
   * Copies the points.
   *
   * @param points as above
   */
  public LearningRateCurve {
    points = List.copyOf(points);
  }

  /**
   * The rate at which the loss falls fastest, as seen over the logarithm of the rate: a good {@code
   * SOLVER.BASE_LR} to begin with.
   *
   * @return the rate; empty if the loss never fell
   */
  public OptionalDouble suggestion() {
    double steepest = 0;
    OptionalDouble best = OptionalDouble.empty();
    for (int i = FEWEST; i < points.size(); i++) {
      Point before = points.get(i - 1);
      Point after = points.get(i);
      double slope = (after.loss - before.loss) / Math.log(after.rate / before.rate);
      if (slope < steepest) {
        steepest = slope;
        best = OptionalDouble.of(before.rate);
      }
    }
    return best;
  }
}
