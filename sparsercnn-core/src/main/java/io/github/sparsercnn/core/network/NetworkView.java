package io.github.sparsercnn.core.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A run of the network with what lies between picture and answer.
 *
 * @param maps {@code [B, C, H / stride, W / stride]} per level of the pyramid, finest first
 * @param finest number of the first level, for example 2 for p2
 * @param strides pixels of the padded picture per cell, one per level
 * @param stages of the head, in order
 */
public record NetworkView(
    List<Tensor> maps, int finest, List<Integer> strides, List<StageView> stages) {
  /** Copies the lists. */
  public NetworkView {
    maps = List.copyOf(maps);
    strides = List.copyOf(strides);
    stages = List.copyOf(stages);
  }
}
