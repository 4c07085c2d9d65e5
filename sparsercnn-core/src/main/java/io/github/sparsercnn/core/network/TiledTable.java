package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.CpuFeatures;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A {@link CellTable} that computes only what is read: the output convolutions of the pyramid run
 * on the tiles that some box of the running stage samples, and what one stage computed is there for
 * the next. Rows are in tiles, tile by tile.
 *
 * <p>Belongs to one pass of the network and its thread.
 */
final class TiledTable implements CellTable {
  /**
   * Cells along a tile's side, and how much longer a tile takes than its share of the whole map.
   * Smaller tiles fit boxes better, but what is around them is read twice. Matrix units like large
   * maps.
   */
  private enum Tiling {
    SMALL(8, 1.2),
    FOR_MATRIX_UNIT(16, 2.5);

    final int side;
    final double cost;

    Tiling(int side, double cost) {
      this.side = side;
      this.cost = cost;
    }
  }

  /** Cells per convolution; a few sizes only, because oneDNN compiles a kernel for each. */
  private static final int MOST_CELLS_AT_ONCE = 4096;

  private static final boolean MATRIX_UNIT = CpuFeatures.multipliesBfloat16Matrices();

  private final LevelSizes sizes;
  private final List<TiledLevel> levels;
  private final Tensor rows;
  private final Tensor firstRows;
  private final Tensor rowsPerImage;
  private final Tensor rowsPerTileRow;
  private final boolean[] computed;
  private final Tiling tiling;
  private final int cellsPerTile;
  private final RowPooling pooling;

  /**
   * A table of levels of which nothing is computed yet.
   *
   * @param sizes of the levels
   * @param merged what their output convolutions read, finest first
   * @param outputs these convolutions
   * @param like {@code [B, C, H, W]}: a map with as many channels, of the same type
   * @param pooling how rows are added up
   */
  static TiledTable of(
      LevelSizes sizes,
      List<MergedMap> merged,
      List<Convolution> outputs,
      Tensor like,
      RowPooling pooling) {
    Tiling tiling = MATRIX_UNIT && Ops.isBfloat16(like) ? Tiling.FOR_MATRIX_UNIT : Tiling.SMALL;
    List<TiledLevel> levels = new ArrayList<>();
    int firstTile = 0;
    for (int i = 0; i < merged.size(); i++) {
      TiledLevel level = TiledLevel.of(merged.get(i), outputs.get(i), tiling.side, firstTile);
      levels.add(level);
      firstTile += level.tiles();
    }
    return new TiledTable(sizes, levels, tiling, like, pooling);
  }

  private TiledTable(
      LevelSizes sizes, List<TiledLevel> levels, Tiling tiling, Tensor like, RowPooling pooling) {
    this.sizes = sizes;
    this.levels = levels;
    this.pooling = pooling;
    this.tiling = tiling;
    cellsPerTile = tiling.side * tiling.side;
    int count = levels.size();
    long[] first = new long[count];
    long[] perImage = new long[count];
    long[] perTileRow = new long[count];
    for (int i = 0; i < count; i++) {
      TiledLevel level = levels.get(i);
      first[i] = (long) level.firstTile() * cellsPerTile;
      perImage[i] = (long) level.size().tilesPerImage() * cellsPerTile;
      perTileRow[i] = (long) level.size().tilesPerRow() * cellsPerTile;
    }
    firstRows = HostTensors.ofLongs(first, count);
    rowsPerImage = HostTensors.ofLongs(perImage, count);
    rowsPerTileRow = HostTensors.ofLongs(perTileRow, count);
    TiledLevel last = levels.get(count - 1);
    computed = new boolean[last.firstTile() + last.tiles()];
    // Memory that is never touched costs nothing.
    rows = Ops.emptyLike(like, (long) computed.length * cellsPerTile, like.size(1));
  }

  @Override
  public LevelSizes sizes() {
    return sizes;
  }

  @Override
  public long channels() {
    return rows.size(1);
  }

  @Override
  public Tensor rowPart(Tensor level, Tensor image, Tensor ys) {
    Tensor start =
        firstRows
            .index_select(0, level)
            .add(rowsPerImage.index_select(0, level).mul(image))
            .view(-1, 1, 1);
    Tensor tile = Ops.floorDiv(ys, tiling.side);
    Tensor inTile = ys.sub(Ops.mul(tile, tiling.side));
    Tensor before = tile.mul(rowsPerTileRow.index_select(0, level).view(-1, 1, 1));
    return start.add(before).add(Ops.mul(inTile, tiling.side));
  }

  @Override
  public Tensor columnPart(Tensor xs) {
    // All rows of each tile on the left, less its columns, which xs has counted.
    Tensor tile = Ops.floorDiv(xs, tiling.side);
    return xs.add(Ops.mul(tile, cellsPerTile - tiling.side));
  }

  @Override
  public Tensor pool(Tensor indices, Tensor offsets, Tensor weights) {
    compute(missing(HostTensors.toInts(indices)));
    return pooling.pool(rows, indices, offsets, weights);
  }

  private boolean[] missing(int[] indices) {
    boolean[] missing = new boolean[computed.length];
    for (int index : indices) {
      int tile = index / cellsPerTile;
      missing[tile] = !computed[tile];
    }
    return missing;
  }

  private void compute(boolean[] missing) {
    for (TiledLevel level : levels) {
      List<Integer> tiles = new ArrayList<>();
      List<Integer> rest = new ArrayList<>();
      for (int i = 0; i < level.tiles(); i++) {
        int tile = level.firstTile() + i;
        if (missing[tile]) {
          tiles.add(i);
        }
        if (!computed[tile]) {
          rest.add(i);
        }
      }
      if (tiles.size() * tiling.cost >= level.tiles()) {
        put(level, rest, true);
      } else {
        putInParts(level, tiles);
      }
    }
  }

  private void putInParts(TiledLevel level, List<Integer> tiles) {
    int from = 0;
    while (from < tiles.size()) {
      int count =
          Math.min(MOST_CELLS_AT_ONCE / cellsPerTile, Integer.highestOneBit(tiles.size() - from));
      put(level, tiles.subList(from, from + count), false);
      from += count;
    }
  }

  private void put(TiledLevel level, List<Integer> tiles, boolean whole) {
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      long[] numbers = new long[tiles.size()];
      for (int i = 0; i < numbers.length; i++) {
        int tile = level.firstTile() + tiles.get(i);
        numbers[i] = tile;
        computed[tile] = true;
      }
      Tensor values = whole ? level.convolveWhole(tiles) : level.convolve(tiles);
      rows.view(computed.length, cellsPerTile, rows.size(1))
          .index_copy_(0, HostTensors.ofLongs(numbers, numbers.length), values);
    }
  }

  /**
   * The way back, which autograd does not see.
   *
   * @param pooled knows the gradients of what was pooled
   * @param merged what the output convolutions read, with its way back
   * @param roots get the gradients of these maps and of the convolutions
   */
  void backward(MergedPooling pooled, List<Tensor> merged, GradientRoots roots) {
    int count = computedTiles();
    Tensor gradient =
        pooled
            .gradient(computedRows(pooled.indices()), (long) count * cellsPerTile)
            .view(count, cellsPerTile, rows.size(1));
    int from = 0;
    for (int i = 0; i < levels.size(); i++) {
      TiledLevel level = levels.get(i);
      List<Integer> tiles = computedTiles(level).boxed().toList();
      if (!tiles.isEmpty()) {
        Tensor ofLevel = gradient.narrow(0, from, tiles.size());
        roots.add(merged.get(i), level.backward(tiles, ofLevel, roots));
        from += tiles.size();
      }
    }
  }

  /** Row numbers in a table that has only the tiles that were computed. */
  private Tensor computedRows(Tensor indices) {
    int[] places = new int[computed.length];
    int count = 0;
    for (int tile = 0; tile < places.length; tile++) {
      places[tile] = computed[tile] ? count++ : -1;
    }
    int[] numbers = HostTensors.toInts(indices);
    for (int i = 0; i < numbers.length; i++) {
      int inTile = numbers[i] % cellsPerTile;
      numbers[i] = places[numbers[i] / cellsPerTile] * cellsPerTile + inTile;
    }
    return HostTensors.ofInts(numbers, numbers.length);
  }

  private IntStream computedTiles(TiledLevel level) {
    return IntStream.range(0, level.tiles()).filter(tile -> computed[level.firstTile() + tile]);
  }

  /** Tiles computed so far. */
  int computedTiles() {
    return IntStream.range(0, levels()).map(this::computedTiles).sum();
  }

  /** How many levels there are. */
  int levels() {
    return levels.size();
  }

  /** Tiles of a level that are computed so far; the finest is number 0. */
  int computedTiles(int number) {
    return Math.toIntExact(computedTiles(levels.get(number)).count());
  }

  /** All tiles of a level. */
  int tiles(int number) {
    return levels.get(number).tiles();
  }
}
