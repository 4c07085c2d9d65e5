package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * What the output convolution of a pyramid level reads: the stage's lateral convolution, plus the
 * coarser level, enlarged.
 */
sealed interface MergedMap {
  /** {@code [B, C, H, W]} of the size of {@link #whole}, with any channels. */
  Tensor sized();

  /** The map, {@code [B, C, H, W]} channels-last. */
  Tensor whole();

  /**
   * Parts of the map.
   *
   * @param cells which
   * @return {@code [tiles, C, side, side]} channels-last, zeros where the map ends
   */
  Tensor patches(TileCells cells);

  /**
   * A map that has been computed.
   *
   * @param whole the map
   */
  record Early(Tensor whole) implements MergedMap {
    @Override
    public Tensor sized() {
      return whole;
    }

    @Override
    public Tensor patches(TileCells cells) {
      return TileCells.asPatches(cells.gather(whole), cells.side());
    }
  }

  /**
   * A map that is computed where it is read; for the finest level, which no other is made from.
   *
   * @param stage {@code [B, S, H, W]} channels-last, floats or bytes
   * @param lateral 1x1, makes C channels of S
   * @param coarser the next level, {@code [B, C, H / 2, W / 2]} channels-last
   */
  record Late(Tensor stage, Convolution lateral, Tensor coarser) implements MergedMap {
    @Override
    public Tensor sized() {
      return stage;
    }

    @Override
    public Tensor whole() {
      return Fpn.merge(lateral, stage, coarser);
    }

    @Override
    public Tensor patches(TileCells cells) {
      Tensor enlarged = TileCells.asPatches(cells.gatherEnlarged(coarser), cells.side());
      Tensor own = TileCells.asPatches(cells.gatherLoosely(stage), cells.side());
      Tensor merged = lateral.applyAdd(own, enlarged);
      return merged.mul_(cells.mask(merged));
    }
  }
}
