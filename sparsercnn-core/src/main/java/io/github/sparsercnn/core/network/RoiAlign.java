package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * RoIAlign over all pyramid levels at once (detectron2 {@code ROIPooler} with {@code ROIAlignV2}):
 * every pooled value is a weighted sum of table rows, so the whole operator is one embedding bag.
 * It is deterministic in both directions, and no gradient reaches the boxes.
 *
 * <p>A box goes to level {@code floor(4 + log2(sqrt(area) / 224 + 1e-8))}, limited to the levels
 * there are. Bins are sampled at {@code samplingRatio²} points with bilinear interpolation; a point
 * more than one cell outside the map counts as zero.
 *
 * @param resolution bins along each side
 * @param samplingRatio points along each side of a bin
 */
record RoiAlign(int resolution, int samplingRatio) {
  private static final double CANONICAL_SIZE = 224;
  private static final int CANONICAL_LEVEL = 4;
  private static final double LOG_EPS = 1e-8;

  /** Where the pixel grid's cell centres lie ({@code aligned=True}). */
  private static final double HALF_CELL = 0.5;

  /**
   * The cells that the sample points along one axis read.
   *
   * @param cells {@code [n, resolution, 2 * samplingRatio]} int64
   * @param weights {@code [n, resolution, 2 * samplingRatio]}
   */
  private record Taps(Tensor cells, Tensor weights) {}

  /**
   * Pools boxes.
   *
   * @param table of the batch
   * @param boxes {@code [B, N, 4] xyxy} in pixels of the padded batch
   * @return {@code [B * N, resolution², C]}, bins row by row
   */
  Tensor apply(CellTable table, Tensor boxes) {
    List<Tensor> sums = TensorScope.keepResults(() -> sums(table, boxes));
    Tensor indices = sums.get(0);
    long taps = 2L * samplingRatio;
    Tensor offsets = Ops.intRange(0, indices.numel(), taps * taps, indices);
    return table
        .pool(indices, offsets, sums.get(1))
        .view(-1, (long) resolution * resolution, table.channels());
  }

  /** Which rows are added up, one sum after another, and their weights. */
  private List<Tensor> sums(CellTable table, Tensor boxes) {
    long perImage = boxes.size(1);
    Tensor flat = Ops.nanToNum(boxes.detach().reshape(-1, 4));
    long n = flat.size(0);
    LevelSizes sizes = table.sizes();
    Tensor level = levels(flat, sizes.finest(), sizes.count());
    Tensor scale = sizes.scales().index_select(0, level).unsqueeze(1);
    Tensor height = sizes.heights().index_select(0, level);
    Tensor width = sizes.widths().index_select(0, level);

    Tensor low = Ops.add(flat.narrow(1, 0, 2).mul(scale), -HALF_CELL);
    Tensor high = Ops.add(flat.narrow(1, 2, 2).mul(scale), -HALF_CELL);
    Taps xs = taps(low.select(1, 0), high.select(1, 0), width);
    Taps ys = taps(low.select(1, 1), high.select(1, 1), height);

    Tensor image = Ops.toLong(Ops.div(Ops.rangeLike(n, level), (double) perImage));
    Tensor rowParts = table.rowPart(level, image, ys.cells());
    Tensor columnParts = table.columnPart(xs.cells());
    long taps = 2L * samplingRatio;
    Tensor cells =
        rowParts.view(n, resolution, 1, taps, 1).add(columnParts.view(n, 1, resolution, 1, taps));
    Tensor weights =
        ys.weights()
            .view(n, resolution, 1, taps, 1)
            .mul(xs.weights().view(n, 1, resolution, 1, taps));
    return List.of(Ops.toInt(cells.flatten()), weights.flatten());
  }

  /**
   * The pyramid level of each box.
   *
   * @param boxes {@code [n, 4] xyxy}
   * @param finest number of the first level
   * @param count number of levels
   * @return {@code [n]} int64, counted from the first level
   */
  static Tensor levels(Tensor boxes, int finest, int count) {
    Tensor sides = boxes.narrow(1, 2, 2).sub(boxes.narrow(1, 0, 2));
    Tensor size = sides.select(1, 0).mul(sides.select(1, 1)).sqrt();
    Tensor level =
        Ops.add(Ops.add(Ops.div(size, CANONICAL_SIZE), LOG_EPS).log2(), CANONICAL_LEVEL - finest);
    return Ops.toLong(Ops.clamp(Ops.nanToNum(level.floor()), 0, count - 1));
  }

  private Taps taps(Tensor low, Tensor high, Tensor size) {
    long n = low.size(0);
    Tensor bin = Ops.div(high.sub(low), resolution).view(n, 1, 1);
    Tensor bins = Ops.rangeLike(resolution, low).view(1, resolution, 1);
    Tensor points = Ops.add(Ops.rangeLike(samplingRatio, low), 0.5).view(1, 1, samplingRatio);
    Tensor at = low.view(n, 1, 1).add(bins.mul(bin)).add(Ops.div(points.mul(bin), samplingRatio));

    Tensor cellCount = Ops.like(size, low).view(n, 1, 1);
    Tensor last = Ops.add(cellCount, -1);
    Tensor inside = Ops.div(Ops.between(at, -1, cellCount), samplingRatio);
    Tensor position = Ops.clampMin(at, 0);
    Tensor below = position.floor().minimum(last);
    Tensor above = Ops.add(below, 1).minimum(last);
    Tensor fraction = position.sub(below);

    long taps = 2L * samplingRatio;
    Tensor cells = Ops.stack(List.of(below, above), 3).view(n, resolution, taps);
    Tensor weights =
        Ops.stack(List.of(Ops.subtractFrom(1, fraction).mul(inside), fraction.mul(inside)), 3)
            .view(n, resolution, taps);
    return new Taps(Ops.toLong(cells), weights);
  }
}
