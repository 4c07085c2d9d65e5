package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/** Makes pooled values out of table rows; the arguments are those of an embedding bag. */
@FunctionalInterface
interface RowPooling {
  /** Leaves the way back to autograd. */
  RowPooling PLAIN =
      (rows, indices, offsets, weights) ->
          NeuralOps.embeddingBag(rows, indices, offsets, Ops.like(weights, rows));

  /**
   * Adds up rows.
   *
   * @param rows {@code [R, C]}
   * @param indices {@code [M]}: which rows
   * @param offsets {@code [n]}: where in {@code indices} each sum begins; all have equally many
   *     rows
   * @param weights {@code [M]}, in the precision of the boxes, without gradient
   * @return {@code [n, C]}
   */
  Tensor pool(Tensor rows, Tensor indices, Tensor offsets, Tensor weights);
}
