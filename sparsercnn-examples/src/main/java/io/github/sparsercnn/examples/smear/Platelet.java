package io.github.sparsercnn.examples.smear;

/** A violet speck without a sharp edge. */
final class Platelet implements Cell {
  private static final double[] STAIN = {0.27, 0.32, -0.07};

  private final Outline outline;
  private final SmoothNoise mottling;
  private final double strength;

  Platelet(double x, double y, double radius, Chance chance) {
    outline = new Outline(x, y, radius, chance.between(1, 1.35), 0.12, chance);
    mottling = new SmoothNoise(chance.seed(), radius / 2.5);
    strength = chance.between(0.8, 1.15);
  }

  @Override
  public CellKind kind() {
    return CellKind.PLATELET;
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public void absorb(double x, double y, double[] density) {
    double blotch = mottling.at(x, y);
    double reach = outline.reach(x, y) + 0.25 * blotch;
    double body = strength * (1 - Ramp.between(0.35, 1.05, reach)) * (1 + 0.3 * blotch);
    for (int c = 0; c < density.length; c++) {
      density[c] += STAIN[c] * body;
    }
  }
}
