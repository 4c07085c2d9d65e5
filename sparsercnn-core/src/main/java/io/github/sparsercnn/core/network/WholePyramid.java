package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * A pyramid that is computed before boxes are known, so that proposals can read it. Autograd begins
 * anew at its maps, for the gradients of all stages to be merged there.
 */
final class WholePyramid implements TrainingPyramid {
  private final List<Tensor> maps;
  private final List<Tensor> leaves;
  private final MergedPooling merged = new MergedPooling();
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
    table = tableOf.apply(leaves, merged);
  }

  @Override
  public CellTable table() {
    return table;
  }

  @Override
  public List<Tensor> maps() {
    return leaves;
  }

  @Override
  public void backward(Tensor loss) {
    loss.backward();
    merged.backward(table.rows());
    Ops.backward(maps, leaves.stream().map(Tensor::grad).toList());
  }
}
