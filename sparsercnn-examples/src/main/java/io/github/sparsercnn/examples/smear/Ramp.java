package io.github.sparsercnn.examples.smear;

/** The soft step from 0 to 1 that all shading is made of. */
final class Ramp {
  private Ramp() {}

  /** 0 below {@code start}, 1 above {@code end}, a smooth curve between them. */
  static double between(double start, double end, double x) {
    return smooth(Math.min(1, Math.max(0, (x - start) / (end - start))));
  }

  static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  /** 1 at {@code centre}, falling to 0 at {@code width} from it. */
  static double bump(double centre, double width, double x) {
    return 1 - between(0, width, Math.abs(x - centre));
  }
}
