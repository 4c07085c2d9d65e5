package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A pyramid whose way back autograd knows from loss to picture, so that of tables, maps and their
 * gradients only those are there that it is busy with. For GPUs: their memory is short, and they
 * need no {@link MergedPooling}, which would want a row for every tap.
 */
final class AutogradPyramid implements TrainingPyramid {
  private final List<Tensor> maps;
  private final FeatureTable table;

  /**
   * Takes finished maps.
   *
   * @param maps with their way back, for proposals that read them, else empty
   * @param table of the maps, with its way back; freed before the way back is gone
   */
  AutogradPyramid(List<Tensor> maps, FeatureTable table) {
    this.maps = maps;
    this.table = table;
  }

  @Override
  public CellTable table() {
    return table;
  }

  @Override
  public List<Tensor> maps() {
    return maps;
  }

  @Override
  public void backward(Tensor loss) {
    TensorScope.free(List.of(table.rows()));
    loss.backward();
  }
}
