package io.github.sparsercnn.core.proposal;

/**
 * Makes proposals whose boxes tile the picture, {@code PROPOSALS: grid}. Only their features are
 * learned.
 *
 * <p>N boxes lie in {@code round(sqrt(N))} rows of the same height, from top to bottom; each row
 * holds as many boxes as any other, or one more, all of the same width.
 */
public final class GridProposalsProvider implements ProposalInitializerProvider {
  /** For {@link java.util.ServiceLoader}. */
  public GridProposalsProvider() {}

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    return FixedProposals.of(settings, tiles(settings.numProposals()));
  }

  /** Centre x and y, width and height of each tile, as fractions of the picture. */
  static float[] tiles(int n) {
    int rows = (int) Math.round(Math.sqrt(n));
    float[] tiles = new float[4 * n];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int columns = n * (row + 1) / rows - n * row / rows;
      for (int column = 0; column < columns; column++) {
        tiles[at++] = (column + 0.5f) / columns;
        tiles[at++] = (row + 0.5f) / rows;
        tiles[at++] = 1f / columns;
        tiles[at++] = 1f / rows;
      }
    }
    return tiles;
  }
}
