package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.network.QuantizedConvolution.Meaning;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.QuantizedOps.Bytes;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The feature pyramid (detectron2 {@code FPN} with sum fusion and no norm). Its p6 is never read
 * and therefore not computed.
 *
 * @param laterals 1x1 convolutions, finest level first
 * @param outputs 3x3 convolutions, finest level first
 */
record Fpn(List<Convolution> laterals, List<Convolution> outputs) {

  /**
   * Reads a pyramid over contiguous levels.
   *
   * @param first its finest level, for example 2 for p2
   * @param inChannels channels of the backbone's stages, finest first
   * @param outChannels channels of every level
   */
  static Fpn of(Weights weights, int first, List<Integer> inChannels, int outChannels) {
    List<Convolution> laterals = new ArrayList<>();
    List<Convolution> outputs = new ArrayList<>();
    for (int i = 0; i < inChannels.size(); i++) {
      int level = first + i;
      laterals.add(
          PlainConvolution.withBias(
              weights.child("fpn_lateral" + level), inChannels.get(i), outChannels, 1));
      outputs.add(
          PlainConvolution.withBias(
              weights.child("fpn_output" + level), outChannels, outChannels, 3));
    }
    return new Fpn(laterals, outputs);
  }

  /**
   * Returns one map per level, finest first. Takes over what it reads: at the finest level these
   * are the largest tensors of a pass, so each is freed as soon as it has been read.
   *
   * @param stages outputs of the backbone's stages, finest first; unusable afterwards
   */
  List<Tensor> apply(List<Tensor> stages) {
    Tensor[] levels = new Tensor[outputs.size()];
    Tensor addend = null;
    for (int i = levels.length - 1; i >= 0; i--) {
      Convolution lateral = laterals.get(i);
      Tensor stage = stages.get(i);
      Tensor coarser = addend;
      Tensor merged =
          TensorScope.keepResult(
              () -> coarser == null ? lateral.apply(stage) : lateral.applyAdd(stage, coarser));
      TensorScope.free(coarser == null ? List.of(stage) : List.of(stage, coarser));
      Convolution output = outputs.get(i);
      levels[i] = TensorScope.keepResult(() -> output.apply(merged));
      addend = i == 0 ? null : TensorScope.keepResult(() -> NeuralOps.upsampleNearestTwice(merged));
      TensorScope.free(List.of(merged));
    }
    return List.of(levels);
  }

  /** What the output convolutions read, for those who apply these themselves. */
  List<Tensor> merge(List<Tensor> stages) {
    Tensor[] levels = new Tensor[laterals.size()];
    Tensor merged = null;
    for (int i = laterals.size() - 1; i >= 0; i--) {
      Convolution lateral = laterals.get(i);
      Tensor stage = stages.get(i);
      merged =
          merged == null
              ? lateral.apply(stage)
              : lateral.applyAdd(stage, NeuralOps.upsampleNearestTwice(merged));
      levels[i] = merged;
    }
    return List.of(levels);
  }

  Fpn prepare(Preparation preparation) {
    return new Fpn(prepareAll(laterals, preparation), prepareAll(outputs, preparation));
  }

  /**
   * The form for prediction that reads bytes and goes on in the other layers' precision.
   *
   * @param stages what the bytes of each stage stand for, finest first
   */
  Fpn quantize(Preparation preparation, List<Bytes> stages) {
    List<Convolution> quantized = new ArrayList<>();
    for (int i = 0; i < laterals.size(); i++) {
      quantized.add(
          laterals.get(i).quantize(preparation, new Meaning(stages.get(i), Meaning.NONE, null)));
    }
    return new Fpn(quantized, prepareAll(outputs, preparation));
  }

  private static List<Convolution> prepareAll(List<Convolution> all, Preparation preparation) {
    return all.stream().map(convolution -> convolution.prepare(preparation)).toList();
  }
}
