package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.NeuralOps;
import org.bytedeco.pytorch.Tensor;

/**
 * Forgets a share of what passes, at random.
 *
 * @param share in {@code [0, 1)}; 0 outside of training
 */
record Dropout(double share) {
  static final Dropout NONE = new Dropout(0);

  Tensor apply(Tensor x) {
    return share > 0 ? NeuralOps.dropout(x, share) : x;
  }
}
