package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * Multi-head attention among the proposals of one picture ({@code nn.MultiheadAttention} with equal
 * query, key and value, without positions).
 *
 * @param input projection to queries, keys and values
 * @param output projection of the heads' results
 * @param heads {@code NHEADS}
 */
record SelfAttention(Linear input, Linear output, int heads) {

  static SelfAttention of(Weights weights, int dim, int heads) {
    return new SelfAttention(
        Linear.attentionInput(weights, dim), Linear.of(weights.child("out_proj"), dim, dim), heads);
  }

  /** Returns {@code [B, N, C]} of {@code [B, N, C]}. */
  Tensor apply(Tensor x) {
    long batch = x.size(0);
    long n = x.size(1);
    long dim = x.size(2);
    Tensor qkv = split(x);
    Tensor mixed = NeuralOps.attention(qkv.select(0, 0), qkv.select(0, 1), qkv.select(0, 2));
    return output.apply(mixed.transpose(1, 2).reshape(batch, n, dim));
  }

  /**
   * What {@link #apply} weighs the values with.
   *
   * @param x {@code [B, N, C]}
   * @return {@code [B, heads, N, N]}; the last dimension sums to 1
   */
  Tensor weights(Tensor x) {
    Tensor qkv = split(x);
    Tensor scores = qkv.select(0, 0).matmul(qkv.select(0, 1).transpose(2, 3));
    return NeuralOps.softmax(Ops.div(scores, Math.sqrt(x.size(2) / (double) heads)), 3);
  }

  /** Queries, keys and values of the heads: {@code [3, B, heads, N, C / heads]}. */
  private Tensor split(Tensor x) {
    return input
        .apply(x)
        .view(x.size(0), x.size(1), 3, heads, x.size(2) / heads)
        .permute(2, 0, 3, 1, 4);
  }

  SelfAttention prepare(Preparation preparation) {
    return new SelfAttention(input.prepare(preparation), output.prepare(preparation), heads);
  }
}
