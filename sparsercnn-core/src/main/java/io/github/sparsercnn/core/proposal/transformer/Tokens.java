package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/**
 * The cells of a feature map in a row, as attention wants them.
 *
 * @param features {@code [B, K, C]}: what is in each cell
 * @param placed {@code [B, K, C]}: that and where the cell lies
 * @param attended {@code [B, 1, 1, K]} bool: whether the cell lies on the picture
 */
record Tokens(Tensor features, Tensor placed, Tensor attended) {

  /**
   * Takes a map apart.
   *
   * @param map {@code [B, C, H, W]}
   * @param padding {@code [B, H, W]} bool, true beyond the picture
   */
  static Tokens of(Tensor map, Tensor padding) {
    Tensor features = map.flatten(2, 3).transpose(1, 2);
    Tensor positions = SinePositions.of(padding, map.size(1), map).flatten(1, 2);
    Tensor attended = padding.logical_not().flatten(1, 2).unsqueeze(1).unsqueeze(1);
    return new Tokens(features, features.add(Ops.like(positions, features)), attended);
  }
}
