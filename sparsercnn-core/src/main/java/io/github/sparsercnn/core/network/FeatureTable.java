package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * All cells of all pyramid levels of a batch as the rows of one table, so that a box can be pooled
 * from any level by row numbers.
 *
 * @param rows {@code [sum over levels of B * H * W, C]}, in the precision of the maps
 * @param scales {@code [L]}, in float32 at least: cells per pixel of each level, for example 1/4
 * @param heights {@code [L]} int64: rows of cells of each level
 * @param widths {@code [L]} int64: cells per row of each level
 * @param starts {@code [L]} int64: table row of each level's first cell
 * @param finest number of the first level, for example 2 for p2
 * @param pooling how rows are added up
 */
record FeatureTable(
    Tensor rows,
    Tensor scales,
    Tensor heights,
    Tensor widths,
    Tensor starts,
    int finest,
    RowPooling pooling) {

  /**
   * Lines up the maps of a pyramid.
   *
   * @param features {@code [B, C, H, W]} per level, finest first
   * @param strides pixels per cell, one per level
   * @param finest number of the first level
   * @param pooling how rows are added up
   */
  static FeatureTable of(
      List<Tensor> features, List<Integer> strides, int finest, RowPooling pooling) {
    int levels = features.size();
    float[] scales = new float[levels];
    long[] heights = new long[levels];
    long[] widths = new long[levels];
    long[] starts = new long[levels];
    List<Tensor> rows = new ArrayList<>();
    long start = 0;
    for (int level = 0; level < levels; level++) {
      Tensor map = features.get(level);
      scales[level] = 1f / strides.get(level);
      heights[level] = map.size(2);
      widths[level] = map.size(3);
      starts[level] = start;
      start += map.size(0) * map.size(2) * map.size(3);
      rows.add(map.permute(0, 2, 3, 1).reshape(-1, map.size(1)));
    }
    Tensor table = Ops.cat(rows, 0);
    return new FeatureTable(
        table,
        Ops.atLeastFloatLike(HostTensors.ofFloats(scales, levels), table),
        Ops.onDeviceOf(HostTensors.ofLongs(heights, levels), table),
        Ops.onDeviceOf(HostTensors.ofLongs(widths, levels), table),
        Ops.onDeviceOf(HostTensors.ofLongs(starts, levels), table),
        finest,
        pooling);
  }

  /** Adds up rows, as {@link RowPooling#pool}. */
  Tensor pool(Tensor indices, Tensor offsets, Tensor weights) {
    return pooling.pool(rows, indices, offsets, weights);
  }

  /** The number of pyramid levels. */
  int levels() {
    return Math.toIntExact(scales.size(0));
  }
}
