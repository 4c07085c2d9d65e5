package io.github.sparsercnn.core.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.core.proposal.contract.ProposalInitializerContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridProposalsTest extends ProposalInitializerContract {
  @Override
  protected ProposalInitializerProvider provider() {
    return new GridProposalsProvider();
  }

  @Test
  void sevenTiles_areThreeRows() {
    assertThat(GridProposalsProvider.tiles(7))
        .hasSize(28)
        .startsWith(0.25f, 0.5f / 3, 0.5f, 1f / 3)
        .endsWith(2.5f / 3, 2.5f / 3, 1f / 3, 1f / 3);
  }

  /** Every point of the picture lies in one tile. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100, 300, 500, 1000})
  void tiles_coverThePictureOnce(int n) {
    float[] tiles = GridProposalsProvider.tiles(n);
    assertThat(tiles).hasSize(4 * n);
    for (float y = 0.013f; y < 1; y += 0.0917f) {
      for (float x = 0.017f; x < 1; x += 0.0871f) {
        int within = 0;
        for (int i = 0; i < tiles.length; i += 4) {
          if (Math.abs(x - tiles[i]) < tiles[i + 2] / 2
              && Math.abs(y - tiles[i + 1]) < tiles[i + 3] / 2) {
            within++;
          }
        }
        assertThat(within).as("tiles over " + x + " " + y).isEqualTo(1);
      }
    }
    double area = 0;
    for (int i = 0; i < tiles.length; i += 4) {
      area += (double) tiles[i + 2] * tiles[i + 3];
    }
    assertThat(area).isCloseTo(1, within(1e-5));
  }
}
