package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A {@link CellTable} of finished maps, level by level, picture by picture, row by row.
 *
 * @param rows {@code [sum over levels of B * H * W, C]}, in the precision of the maps
 * @param sizes of the levels
 * @param starts {@code [L]} int64: table row of each level's first cell
 * @param pooling how rows are added up
 */
record FeatureTable(Tensor rows, LevelSizes sizes, Tensor starts, RowPooling pooling)
    implements CellTable {

  /**
   * Lines up the maps of a pyramid. They are copied, and may be freed afterwards.
   *
   * @param features {@code [B, C, H, W]} per level, finest first
   * @param strides pixels per cell, one per level
   * @param finest number of the first level
   * @param pooling how rows are added up
   */
  static FeatureTable of(
      List<Tensor> features, List<Integer> strides, int finest, RowPooling pooling) {
    long[] starts = new long[features.size()];
    long start = 0;
    for (int level = 0; level < starts.length; level++) {
      Tensor map = features.get(level);
      starts[level] = start;
      start += map.size(0) * map.size(2) * map.size(3);
    }
    Tensor table =
        TensorScope.keepResult(() -> Ops.cat(features.stream().map(CellTable::asRows).toList(), 0));
    return new FeatureTable(
        table, LevelSizes.of(features, strides, finest), Ops.longsLike(starts, table), pooling);
  }

  @Override
  public long channels() {
    return rows.size(1);
  }

  @Override
  public Tensor rowPart(Tensor level, Tensor image, Tensor ys) {
    Tensor height = sizes.heights().index_select(0, level);
    Tensor width = sizes.widths().index_select(0, level);
    Tensor start = starts.index_select(0, level).add(image.mul(height).mul(width));
    return ys.mul(width.view(-1, 1, 1)).add(start.view(-1, 1, 1));
  }

  @Override
  public Tensor columnPart(Tensor xs) {
    return xs;
  }

  @Override
  public Tensor pool(Tensor indices, Tensor offsets, Tensor weights) {
    return pooling.pool(rows, indices, offsets, weights);
  }
}
