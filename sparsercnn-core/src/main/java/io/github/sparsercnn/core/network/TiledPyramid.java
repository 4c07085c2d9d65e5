package io.github.sparsercnn.core.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A pyramid whose output convolutions run only where a box looks, and back only from there: of all
 * other cells the gradient is zero. For proposals that do not read it.
 */
final class TiledPyramid implements TrainingPyramid {
  private final List<Tensor> merged;
  private final MergedPooling pooling = new MergedPooling();
  private final TiledTable table;
  private final TileCount count;

  /**
   * A pyramid of which nothing is computed yet.
   *
   * @param sizes of the levels
   * @param merged what their output convolutions read, with its way back, finest first
   * @param outputs these convolutions
   * @param count learns in the end how many tiles were computed
   */
  TiledPyramid(LevelSizes sizes, List<Tensor> merged, List<Convolution> outputs, TileCount count) {
    this.merged = merged;
    this.count = count;
    List<MergedMap> maps = new ArrayList<>();
    merged.forEach(map -> maps.add(new MergedMap.Early(map.detach())));
    table = TiledTable.of(sizes, maps, outputs, merged.get(0), pooling);
  }

  @Override
  public CellTable table() {
    return table;
  }

  @Override
  public List<Tensor> maps() {
    return List.of();
  }

  @Override
  public void backward(Tensor loss) {
    loss.backward();
    GradientRoots roots = new GradientRoots();
    table.backward(pooling, merged, roots);
    roots.backward();
    count.add(table);
  }
}
