package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A layer of DETR's decoder, norms last: proposals look at each other, then at the picture, then
 * each one thinks. Attention and feed-forward compute in the precision of the picture's features;
 * what goes from layer to layer stays in float32.
 */
record DecoderLayer(
    Attention among,
    Attention toPicture,
    FeedForward feedForward,
    LayerNorm norm1,
    LayerNorm norm2,
    LayerNorm norm3) {

  static DecoderLayer of(ParameterTree tree, int dim, int heads, int feedForward) {
    return new DecoderLayer(
        Attention.of(tree.branch("self_attn"), dim, heads),
        Attention.of(tree.branch("multihead_attn"), dim, heads),
        new FeedForward(
            List.of(
                Linear.inTransformer(tree.branch("linear1"), dim, feedForward),
                Linear.inTransformer(tree.branch("linear2"), feedForward, dim))),
        LayerNorm.of(tree.branch("norm1"), dim),
        LayerNorm.of(tree.branch("norm2"), dim),
        LayerNorm.of(tree.branch("norm3"), dim));
  }

  /**
   * Runs the layer.
   *
   * @param objects {@code [B, N, C]}: what is known so far
   * @param queries {@code [N, C]}: who asks
   * @param picture what they look at
   */
  Tensor apply(Tensor objects, Tensor queries, Tokens picture, Dropout dropout) {
    Tensor like = picture.features();
    Tensor asking = Ops.like(objects.add(queries), like);
    Tensor mixed = among.apply(asking, asking, Ops.like(objects, like), null, dropout);
    Tensor known = norm1.apply(objects.add(dropout.apply(mixed)));
    Tensor looking = Ops.like(known.add(queries), like);
    Tensor seen =
        toPicture.apply(looking, picture.placed(), picture.features(), picture.attended(), dropout);
    Tensor informed = norm2.apply(known.add(dropout.apply(seen)));
    Tensor thought = feedForward.apply(Ops.like(informed, like), dropout);
    return norm3.apply(informed.add(dropout.apply(thought)));
  }
}
