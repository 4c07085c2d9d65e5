package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.NeuralOps;
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
    Tensor qkv = input.apply(x).view(batch, n, 3, heads, dim / heads).permute(2, 0, 3, 1, 4);
    Tensor mixed = NeuralOps.attention(qkv.select(0, 0), qkv.select(0, 1), qkv.select(0, 2));
    return output.apply(mixed.transpose(1, 2).reshape(batch, n, dim));
  }

  SelfAttention prepare(Preparation preparation) {
    return new SelfAttention(input.prepare(preparation), output.prepare(preparation), heads);
  }
}
