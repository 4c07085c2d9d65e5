package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.torch.NeuralOps;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Linear layers with ReLU between them, DETR's {@code MLP}.
 *
 * @param layers in order
 */
record FeedForward(List<Linear> layers) {
  private static final int BOX = 4;

  /**
   * What makes four numbers of each proposal.
   *
   * @param hidden width of all layers but the last
   * @param count of layers, at least 1
   * @param zero whether the last one begins with zeros
   */
  static FeedForward toBoxes(ParameterTree tree, int dim, int hidden, int count, boolean zero) {
    ParameterTree numbered = tree.branch("layers");
    List<Linear> layers = new ArrayList<>();
    int in = dim;
    for (int i = 0; i < count - 1; i++) {
      layers.add(Linear.plain(numbered.branch(Integer.toString(i)), in, hidden));
      in = hidden;
    }
    ParameterTree last = numbered.branch(Integer.toString(count - 1));
    layers.add(zero ? Linear.zero(last, in, BOX) : Linear.plain(last, in, BOX));
    return new FeedForward(layers);
  }

  /** Returns {@code [..., out]} of {@code [..., in]}. */
  Tensor apply(Tensor x, Dropout dropout) {
    Tensor result = layers.get(0).apply(x);
    for (Linear layer : layers.subList(1, layers.size())) {
      result = layer.apply(dropout.apply(NeuralOps.reluInPlace(result)));
    }
    return result;
  }
}
