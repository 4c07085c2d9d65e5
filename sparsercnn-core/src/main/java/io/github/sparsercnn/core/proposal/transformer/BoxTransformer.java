package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The network between pyramid and proposals: queries, which are learned, ask the picture in the
 * layers of a decoder; what they have learnt becomes four numbers for each of them.
 *
 * @param layers of the decoder
 * @param norm of what comes out of them
 * @param toBoxes makes the numbers
 */
record BoxTransformer(List<DecoderLayer> layers, LayerNorm norm, FeedForward toBoxes) {

  static BoxTransformer of(ParameterTree tree, BoxTransformerShape shape) {
    ParameterTree decoder = tree.branch("decoder");
    List<DecoderLayer> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(
          DecoderLayer.of(
              decoder.branch("layers").branch(Integer.toString(i)),
              shape.dim(),
              shape.heads(),
              shape.feedForward()));
    }
    return new BoxTransformer(
        layers,
        LayerNorm.of(decoder.branch("norm"), shape.dim()),
        FeedForward.toBoxes(
            tree.branch("box_mlp"),
            shape.dim(),
            shape.boxWidth(),
            shape.boxLayers(),
            shape.decoding() == BoxDecoding.DELTA));
  }

  /**
   * Asks the picture.
   *
   * @param queries {@code [N, C]}
   * @param picture of B pictures
   * @param dropout in the decoder
   * @return {@code [B, N, C]}: what each query has learnt
   */
  Tensor hidden(Tensor queries, Tokens picture, Dropout dropout) {
    Tensor objects =
        Ops.zerosLike(queries, picture.features().size(0), queries.size(0), queries.size(1));
    for (DecoderLayer layer : layers) {
      objects = layer.apply(objects, queries, picture, dropout);
    }
    return norm.apply(objects);
  }

  /** Returns {@code [B, N, 4]} of {@link #hidden}. */
  Tensor boxes(Tensor hidden) {
    return toBoxes.apply(hidden, Dropout.NONE);
  }
}
