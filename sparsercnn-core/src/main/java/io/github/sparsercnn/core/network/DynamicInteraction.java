package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import org.bytedeco.pytorch.Tensor;

/**
 * The dynamic instance interaction (paper section 3.3, {@code DynamicConv}): each proposal's
 * feature vector becomes two 1x1 convolutions that filter its own pooled box.
 *
 * @param dynamicLayer makes the {@code C x D} and {@code D x C} filters
 * @param norm1 after the first filter
 * @param norm2 after the second filter
 * @param outLayer from all bins to one vector
 * @param norm3 after {@code outLayer}
 */
record DynamicInteraction(
    Linear dynamicLayer, LayerNorm norm1, LayerNorm norm2, Linear outLayer, LayerNorm norm3) {

  /**
   * Reads it.
   *
   * @param dim {@code HIDDEN_DIM}, C
   * @param dynamicDim {@code DIM_DYNAMIC}, D
   * @param bins pooled cells per box
   */
  static DynamicInteraction of(Weights weights, int dim, int dynamicDim, int bins) {
    return new DynamicInteraction(
        Linear.of(weights.child("dynamic_layer"), dim, 2 * dim * dynamicDim),
        LayerNorm.of(weights.child("norm1"), dynamicDim),
        LayerNorm.of(weights.child("norm2"), dim),
        Linear.of(weights.child("out_layer"), dim * bins, dim),
        LayerNorm.of(weights.child("norm3"), dim));
  }

  /**
   * The filters that proposals look with.
   *
   * @param features {@code [n, C]} of the proposals
   * @return {@code [n, 2 * C * D]}
   */
  Tensor filters(Tensor features) {
    return dynamicLayer.apply(features);
  }

  /**
   * Lets proposals look at their boxes.
   *
   * @param filters {@code [n, 2 * C * D]}
   * @param pooled {@code [n, bins, C]}
   * @return {@code [n, C]}
   */
  Tensor apply(Tensor filters, Tensor pooled) {
    long n = pooled.size(0);
    long dim = pooled.size(2);
    long half = filters.size(1) / 2;
    long dynamicDim = half / dim;
    Tensor first = filters.narrow(1, 0, half).view(n, dim, dynamicDim);
    Tensor second = filters.narrow(1, half, half).view(n, dynamicDim, dim);
    Tensor narrowed = NeuralOps.reluInPlace(norm1.apply(pooled.bmm(first)));
    Tensor widened = NeuralOps.reluInPlace(norm2.apply(narrowed.bmm(second)));
    return NeuralOps.reluInPlace(norm3.apply(outLayer.apply(widened.flatten(1, 2))));
  }

  DynamicInteraction prepare(Preparation preparation) {
    return new DynamicInteraction(
        dynamicLayer.prepare(preparation),
        norm1.prepare(preparation),
        norm2.prepare(preparation),
        outLayer.prepare(preparation),
        norm3.prepare(preparation));
  }
}
