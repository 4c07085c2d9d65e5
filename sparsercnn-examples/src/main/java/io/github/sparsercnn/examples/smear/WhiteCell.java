package io.github.sparsercnn.examples.smear;

/** A granulocyte: granular lilac cytoplasm around a nucleus of several lobes. */
final class WhiteCell implements Cell {
  private static final double[] CYTOPLASM = {0.08, 0.21, -0.02};
  private static final double[] GRANULE = {0.09, 0.14, 0.0};
  private static final double[] CHROMATIN = {0.38, 0.68, -0.06};

  /** Bridges between the lobes: how far apart lobes still melt together, relative to the radius. */
  private static final double MELTING = 0.12;

  private final Outline outline;
  private final SmoothNoise granules;
  private final SmoothNoise mottling;
  private final SmoothNoise wobble;
  private final double[] lobeX;
  private final double[] lobeY;
  private final double[] lobeRadius;

  WhiteCell(double x, double y, double radius, Chance chance) {
    outline = new Outline(x, y, radius, chance.between(1, 1.15), 0.04, chance);
    granules = new SmoothNoise(chance.seed(), 4.5);
    mottling = new SmoothNoise(chance.seed(), 9);
    wobble = new SmoothNoise(chance.seed(), radius / 4);
    int lobes = chance.atLeastAndAtMost(3, 5);
    lobeX = new double[lobes];
    lobeY = new double[lobes];
    lobeRadius = new double[lobes];
    double angle = chance.angle();
    double arc = chance.between(1.1, 1.6) * Math.PI / (lobes - 1);
    for (int i = 0; i < lobes; i++) {
      double distance = radius * chance.between(0.45, 0.58);
      lobeX[i] = x + distance * StrictMath.cos(angle);
      lobeY[i] = y + distance * StrictMath.sin(angle);
      lobeRadius[i] = radius * chance.between(0.3, 0.4);
      angle += arc * chance.between(0.85, 1.15);
    }
  }

  @Override
  public CellKind kind() {
    return CellKind.WHITE;
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public void absorb(double x, double y, double[] density) {
    double radius = outline.radius();
    double reach = outline.reach(x, y) + 0.015 * granules.at(x, y);
    double body = 1 - Ramp.between(1 - 4 / radius, 1 + 4 / radius, reach);
    double grain = Ramp.between(-0.2, 1, granules.at(x, y));
    double edge = 0.25 * Ramp.bump(0.96, 5 / radius, reach);
    double distance = distanceToNucleus(x, y);
    double nucleus = body * (1 - Ramp.between(-2.5, 2.5, distance));
    double gap = 0.5 * Ramp.bump(4, 4, distance);
    double chromatin = 0.9 + 0.2 * mottling.at(x, y) + 0.15 * Ramp.bump(-4, 4, distance);
    for (int c = 0; c < density.length; c++) {
      double cytoplasm = CYTOPLASM[c] * (1 + edge - gap) + GRANULE[c] * grain * (1 - gap);
      double own = cytoplasm + (CHROMATIN[c] * chromatin - cytoplasm) * nucleus;
      density[c] += body * (own - 0.6 * density[c]);
    }
  }

  /** In pixels, negative inside: the smooth union of the lobes, its edge a little wavy. */
  private double distanceToNucleus(double x, double y) {
    double melting = MELTING * outline.radius();
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < lobeX.length; i++) {
      double dx = x - lobeX[i];
      double dy = y - lobeY[i];
      double distance = Math.sqrt(dx * dx + dy * dy) - lobeRadius[i];
      double overlap = Math.max(0, melting - Math.abs(nearest - distance)) / melting;
      nearest = Math.min(nearest, distance) - overlap * overlap * melting / 4;
    }
    return nearest + 0.06 * outline.radius() * wobble.at(x, y);
  }
}
