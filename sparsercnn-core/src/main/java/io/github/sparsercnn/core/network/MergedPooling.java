package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Pools for all stages of a training pass, and sends their gradients into the table together. Each
 * stage alone would fill a gradient as large as the table, which costs more than its sums.
 *
 * <p>What a stage pools is a leaf of the autograd graph; {@link #backward} goes on from there.
 * Lives in the scope in which it was made, and so does what it needs of each stage.
 */
final class MergedPooling implements RowPooling {
  private final UnaryOperator<Tensor> keeper = TensorScope.keeper();
  private final List<Tensor> pooled = new ArrayList<>();
  private final List<Tensor> indices = new ArrayList<>();
  private final List<Tensor> weights = new ArrayList<>();

  @Override
  public Tensor pool(Tensor rows, Tensor indices, Tensor offsets, Tensor preciseWeights) {
    Tensor weights = Ops.like(preciseWeights, rows);
    Tensor leaf = NeuralOps.embeddingBag(rows.detach(), indices, offsets, weights);
    leaf.set_requires_grad(true);
    this.pooled.add(keeper.apply(leaf));
    this.indices.add(keeper.apply(indices));
    this.weights.add(keeper.apply(weights));
    return leaf;
  }

  /** Goes on from the gradients of what was pooled. */
  void backward(Tensor rows) {
    // The gradient is as large as the table; autograd has made those of the maps of it.
    try (TensorScope scope = TensorScope.open()) {
      Ops.backward(List.of(rows), List.of(gradient(indices(), rows.size(0))));
    }
  }

  /** The numbers of all rows that were pooled. */
  Tensor indices() {
    return Ops.cat(indices, 0);
  }

  /**
   * The gradient of the rows.
   *
   * @param indices {@link #indices}, perhaps with other numbers for the same rows
   * @param count of rows
   * @return {@code [count, C]}
   */
  Tensor gradient(Tensor indices, long count) {
    return NeuralOps.embeddingBagGradient(
        Ops.cat(pooled.stream().map(Tensor::grad).toList(), 0),
        indices,
        Ops.cat(weights, 0),
        count);
  }
}
