package io.github.sparsercnn.core.network;

import org.bytedeco.pytorch.Tensor;

/**
 * All cells of all pyramid levels of a batch as the rows of one table, so that a box can be pooled
 * from any level by row numbers.
 *
 * <p>The number of a cell's row is the sum of a part that its level, picture and row of cells give,
 * and one that its column gives.
 */
interface CellTable {
  /** Which levels there are. */
  LevelSizes sizes();

  /** C, the length of a row. */
  long channels();

  /**
   * The first part of row numbers.
   *
   * @param level {@code [n]} int64, counted from the first
   * @param image {@code [n]} int64: number of the picture in the batch
   * @param ys {@code [n, ...]} int64: rows of cells
   * @return of the shape of {@code ys}
   */
  Tensor rowPart(Tensor level, Tensor image, Tensor ys);

  /**
   * The second part of row numbers.
   *
   * @param xs {@code [n, ...]} int64: columns of cells
   * @return of the shape of {@code xs}
   */
  Tensor columnPart(Tensor xs);

  /**
   * The cells of maps as rows.
   *
   * @param map {@code [B, C, H, W]}
   * @return {@code [B * H * W, C]}, a view if the map is channels-last
   */
  static Tensor asRows(Tensor map) {
    return map.permute(0, 2, 3, 1).reshape(-1, map.size(1));
  }

  /** Adds up rows, as {@link RowPooling#pool}. */
  Tensor pool(Tensor indices, Tensor offsets, Tensor weights);
}
