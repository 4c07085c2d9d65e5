package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The sizes of the pyramid levels that boxes are pooled from, as tensors to look them up in.
 *
 * @param scales {@code [L]}, in float32 at least: cells per pixel of each level, for example 1/4
 * @param heights {@code [L]} int64: rows of cells of each level
 * @param widths {@code [L]} int64: cells per row of each level
 * @param finest number of the first level, for example 2 for p2
 */
record LevelSizes(Tensor scales, Tensor heights, Tensor widths, int finest) {

  /**
   * Takes them from maps.
   *
   * @param maps {@code [B, C, H, W]} per level, finest first; the last one gives element type and
   *     device too
   * @param strides pixels per cell, one per level
   * @param finest number of the first level
   */
  static LevelSizes of(List<Tensor> maps, List<Integer> strides, int finest) {
    int levels = maps.size();
    float[] scales = new float[levels];
    long[] heights = new long[levels];
    long[] widths = new long[levels];
    for (int level = 0; level < levels; level++) {
      scales[level] = 1f / strides.get(level);
      heights[level] = maps.get(level).size(2);
      widths[level] = maps.get(level).size(3);
    }
    Tensor like = maps.get(levels - 1);
    return new LevelSizes(
        Ops.floatsLike(scales, like),
        Ops.longsLike(heights, like),
        Ops.longsLike(widths, like),
        finest);
  }

  /** The number of levels. */
  int count() {
    return Math.toIntExact(scales.size(0));
  }
}
