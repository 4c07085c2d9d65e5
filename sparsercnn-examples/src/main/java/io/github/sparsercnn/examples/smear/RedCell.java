package io.github.sparsercnn.examples.smear;

/** A biconcave disc full of haemoglobin. */
final class RedCell implements Cell {
  private static final double[] HAEMOGLOBIN = {0.13, 0.31, 0.23};

  /** Two thin layers of pale cells look less dark than the sum of their densities. */
  private static final double SHARE_OF_THE_THINNER = 0.35;

  private static final double SOFT_EDGE_PIXELS = 5;

  private final Outline outline;
  private final SmoothNoise mottling;
  private final double[] stain = new double[3];
  private final double pallor;
  private final double pallorSize;
  private final double pallorShiftX;
  private final double pallorShiftY;
  private final double softEdge;

  RedCell(double x, double y, double radius, Chance chance) {
    outline = new Outline(x, y, radius, chance.between(1, 1.3), 0.05, chance);
    mottling = new SmoothNoise(chance.seed(), radius / 3);
    double thickness = chance.between(0.7, 1.1);
    double warmth = chance.between(-0.18, 0.12);
    stain[0] = HAEMOGLOBIN[0] * thickness * (1 - warmth);
    stain[1] = HAEMOGLOBIN[1] * thickness;
    stain[2] = HAEMOGLOBIN[2] * thickness * (1 + warmth);
    pallor = chance.happens(0.35) ? chance.between(0.05, 0.3) : chance.between(0.6, 1);
    pallorSize = chance.between(0.5, 0.85);
    double shift = 0.15 * radius;
    pallorShiftX = chance.between(-shift, shift);
    pallorShiftY = chance.between(-shift, shift);
    softEdge = SOFT_EDGE_PIXELS / radius;
  }

  @Override
  public CellKind kind() {
    return CellKind.RED;
  }

  @Override
  public Outline outline() {
    return outline;
  }

  @Override
  public void absorb(double x, double y, double[] density) {
    double reach = outline.reach(x, y);
    double disc = 1 - Ramp.between(1 - softEdge, 1 + softEdge, reach);
    double centre =
        1
            - Ramp.between(
                pallorSize * 0.45,
                pallorSize * 1.25,
                outline.reach(x - pallorShiftX, y - pallorShiftY));
    double rim = 0.12 * Ramp.bump(0.95, 2.5 * softEdge, reach);
    double halo = -0.09 * Ramp.bump(1 + 1.6 * softEdge, 1.4 * softEdge, reach);
    double body = disc * (1 - pallor * centre) * (1 + 0.1 * mottling.at(x, y)) + rim;
    for (int c = 0; c < density.length; c++) {
      double layer = stain[c] * body;
      density[c] =
          Math.max(density[c], layer)
              + SHARE_OF_THE_THINNER * Math.min(density[c], layer)
              + stain[c] * halo;
    }
  }
}
