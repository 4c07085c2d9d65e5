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
    return mergeFrom(0, stages);
  }

  /** The same of all levels but the finest, whose stage is left as it is. */
  List<Tensor> mergeCoarser(List<Tensor> stages) {
    return mergeFrom(1, stages);
  }

  /**
   * All levels before the output convolutions, the finest merged only where it is read. Most of it
   * never is, where boxes are few.
   *
   * @param coarser of {@link #mergeCoarser}
   */
  List<MergedMap> mergeLate(List<Tensor> coarser) {
    Tensor finest = coarser.get(0);
    List<MergedMap> levels = new ArrayList<>();
    levels.add(
        coarser.size() == 1
            ? new MergedMap.Early(laterals.get(0).apply(finest))
            : new MergedMap.Late(finest, laterals.get(0), coarser.get(1)));
    coarser.stream().skip(1).map(MergedMap.Early::new).forEach(levels::add);
    return levels;
  }

  /** {@link #merge} from one level on. */
  private List<Tensor> mergeFrom(int finest, List<Tensor> stages) {
    Tensor[] levels = stages.toArray(new Tensor[0]);
    int coarsest = levels.length - 1;
    for (int i = coarsest; i >= finest; i--) {
      levels[i] =
          i == coarsest
              ? laterals.get(i).apply(stages.get(i))
              : merge(laterals.get(i), stages.get(i), levels[i + 1]);
    }
    return List.of(levels);
  }

  /**
   * One level.
   *
   * @param lateral of its stage
   * @param stage what that reads
   * @param coarser the next level, of half the size
   */
  static Tensor merge(Convolution lateral, Tensor stage, Tensor coarser) {
    return lateral.applyAdd(stage, NeuralOps.upsampleNearestTwice(coarser));
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
