package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.NeuralOps;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention ({@code nn.MultiheadAttention}).
 *
 * @param input projections of what asks, of what is compared with it and of what answers, in one
 * @param output projection of the heads' results
 * @param dim C
 * @param heads a divisor of C
 */
record Attention(Linear input, Linear output, int dim, int heads) {

  static Attention of(ParameterTree tree, int dim, int heads) {
    return new Attention(
        Linear.attentionInput(tree, dim),
        Linear.attentionOutput(tree.branch("out_proj"), dim),
        dim,
        heads);
  }

  /**
   * Asks.
   *
   * @param query {@code [B, N, C]}
   * @param key {@code [B, K, C]}
   * @param value {@code [B, K, C]}
   * @param attended {@code [B, 1, 1, K]} bool: which keys take part, null for all
   * @param dropout of the attention
   * @return {@code [B, N, C]}
   */
  Tensor apply(Tensor query, Tensor key, Tensor value, @Nullable Tensor attended, Dropout dropout) {
    Tensor mixed =
        NeuralOps.attention(
            byHead(query, 0), byHead(key, 1), byHead(value, 2), attended, dropout.share());
    return output.apply(mixed.transpose(1, 2).flatten(2, 3));
  }

  /** Returns {@code [B, heads, N, C / heads]} of one of the three projections. */
  private Tensor byHead(Tensor x, long projection) {
    Tensor projected = input.outputs(projection * dim, dim).apply(x);
    return projected.view(x.size(0), x.size(1), heads, dim / heads).transpose(1, 2);
  }
}
