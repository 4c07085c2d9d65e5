package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A pyramid that is computed before boxes are known, so that proposals can read it. */
final class WholePyramid implements TrainingPyramid {
  private final List<Tensor> maps;
  private final List<Tensor> leaves;
  private final @Nullable MergedPooling merged;
  private final FeatureTable table;

  /**
   * Takes finished maps.
   *
   * @param maps with their way back
   * @param tableOf lines them up
   */
  WholePyramid(List<Tensor> maps, BiFunction<List<Tensor>, RowPooling, FeatureTable> tableOf) {
    this.maps = maps;
    leaves = maps.stream().map(map -> map.detach().set_requires_grad(true)).toList();
    // A GPU fills memory fast, and there the merged operator would want a row for every tap.
    merged = maps.get(0).is_cuda() ? null : new MergedPooling();
    table = tableOf.apply(leaves, merged == null ? RowPooling.PLAIN : merged);
  }

  @Override
  public CellTable table() {
    return table;
  }

  @Override
  public List<Tensor> leaves() {
    return leaves;
  }

  @Override
  public void backward() {
    if (merged != null) {
      merged.backward(table.rows());
    }
    Ops.backward(maps, leaves.stream().map(Tensor::grad).toList());
  }
}
