package io.github.sparsercnn.examples.smear;

/** Value noise: random numbers on a lattice, joined smoothly. The same everywhere for a seed. */
final class SmoothNoise {
  private static final double TO_UNIT = 0x1p-53;

  private final long seed;
  private final double spacing;

  /**
   * @param spacing pixels between lattice points, the size of the blotches
   */
  SmoothNoise(long seed, double spacing) {
    this.seed = seed;
    this.spacing = spacing;
  }

  /** A value in [-1, 1], continuous in x and y. */
  double at(double x, double y) {
    double u = x / spacing;
    double v = y / spacing;
    long column = (long) Math.floor(u);
    long row = (long) Math.floor(v);
    double s = Ramp.smooth(u - column);
    double t = Ramp.smooth(v - row);
    double top = mix(lattice(column, row), lattice(column + 1, row), s);
    double bottom = mix(lattice(column, row + 1), lattice(column + 1, row + 1), s);
    return mix(top, bottom, t);
  }

  private double lattice(long column, long row) {
    long z = seed + column * 0x9E3779B97F4A7C15L + row * 0xC2B2AE3D27D4EB4FL;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return ((z ^ z >>> 31) >>> 11) * TO_UNIT * 2 - 1;
  }

  private static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }
}
