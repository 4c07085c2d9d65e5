package io.github.sparsercnn.core.network;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.torch.QuantizedOps;
import io.github.sparsercnn.core.torch.QuantizedOps.Bytes;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The bottom-up backbone (detectron2 {@code build_resnet_backbone}): stem, then stages res2 to at
 * most res5. Only the stages that the pyramid reads are built.
 *
 * @param stem the first layers
 * @param stages the blocks of res2, res3, …
 * @param entry what the bytes stand for that the stages read, null if they read floats
 */
record ResNet(Stem stem, List<List<Bottleneck>> stages, @Nullable Bytes entry) {
  private static final int STEM = 1;
  private static final int FIRST_STAGE = 2;

  /** Pixels of the padded picture per cell of {@code res2}. */
  static final int FIRST_STRIDE = 4;

  /** Builds it up to the stage {@code res<last>}. */
  static ResNet of(
      Weights weights, Architecture architecture, Normalization normalization, int last) {
    IntFunction<NormFactory> norms = normalization.norms(architecture.norm(), weights);
    int channels = architecture.stemOutChannels();
    Convolution stem =
        PlainConvolution.withNorm(
            weights.child("stem").child("conv1"), norms.apply(STEM), 3, channels, 7, 2, 1);
    int[] blocks = blocksPerStage(architecture.depth());
    int mid = architecture.numGroups() * architecture.widthPerGroup();
    int out = architecture.res2OutChannels();
    List<List<Bottleneck>> stages = new ArrayList<>();
    for (int stage = FIRST_STAGE; stage <= last; stage++) {
      Weights stageWeights = weights.child("res" + stage);
      List<Bottleneck> stageBlocks = new ArrayList<>();
      for (int block = 0; block < blocks[stage - FIRST_STAGE]; block++) {
        int stride = block == 0 && stage > FIRST_STAGE ? 2 : 1;
        stageBlocks.add(
            Bottleneck.of(
                stageWeights.child(Integer.toString(block)),
                norms.apply(stage),
                channels,
                mid,
                out,
                stride,
                architecture.numGroups(),
                architecture.strideIn1x1()));
        channels = out;
      }
      stages.add(stageBlocks);
      mid *= 2;
      out *= 2;
    }
    return new ResNet(new Stem(stem, false), stages, null);
  }

  private static int[] blocksPerStage(int depth) {
    return switch (depth) {
      case 50 -> new int[] {3, 4, 6, 3};
      case 101 -> new int[] {3, 4, 23, 3};
      case 152 -> new int[] {3, 8, 36, 3};
      default ->
          throw new ConfigException(
              "MODEL.RESNETS.DEPTH is " + depth + ", known are 50, 101 and 152");
    };
  }

  /** Returns the outputs of res2, res3, … for a normalised, padded batch {@code [B, 3, H, W]}. */
  List<Tensor> apply(Tensor images) {
    Tensor x = TensorScope.keepResult(() -> enter(images));
    List<Tensor> outputs = new ArrayList<>();
    for (List<Bottleneck> stage : stages) {
      for (Bottleneck block : stage) {
        Tensor in = x;
        x = TensorScope.keepResult(() -> block.apply(in));
      }
      outputs.add(x);
    }
    return outputs;
  }

  private Tensor enter(Tensor images) {
    Tensor pooled = stem.apply(images);
    return entry == null ? pooled : QuantizedOps.quantize(pooled, entry);
  }

  /**
   * The form for training passes, of the same tensors.
   *
   * @param running what a trained norm adds the statistics of its batches to
   */
  ResNet training(Function<BatchNorm, RunningStatistics> running) {
    return with((name, convolution) -> convolution.training(running));
  }

  ResNet prepare(Preparation preparation) {
    return new ResNet(
        stem.prepare(preparation),
        stages((name, convolution) -> convolution.prepare(preparation)),
        entry);
  }

  /** A form that shows the results of all layers to somebody, by name. */
  ResNet observed(BiConsumer<String, Tensor> observer) {
    return with(
        (name, convolution) ->
            new ObservedConvolution(convolution, result -> observer.accept(name, result)));
  }

  /**
   * The form for prediction whose stages read and make bytes. The stem is the one that {@link
   * #prepare} makes: it reads the picture, which no byte stands for any more.
   */
  ResNet quantize(Preparation preparation, BackboneBytes bytes) {
    List<List<Bottleneck>> quantized = new ArrayList<>();
    Bytes input = bytes.stem();
    for (int i = 0; i < stages.size(); i++) {
      List<Bottleneck> blocks = new ArrayList<>();
      for (int j = 0; j < stages.get(i).size(); j++) {
        Bottleneck block = stages.get(i).get(j);
        String name = blockName(i, j);
        Bytes in = input;
        blocks.add(
            block.with(
                (layer, convolution) ->
                    convolution.quantize(
                        preparation,
                        bytes.convolution(name, layer, in, block.shortcut() != null))));
        input = bytes.block(name);
      }
      quantized.add(blocks);
    }
    return new ResNet(stem.prepare(preparation), quantized, bytes.stem());
  }

  /** What the bytes of each stage's result stand for. */
  List<Bytes> outputBytes(BackboneBytes bytes) {
    List<Bytes> outputs = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      outputs.add(bytes.block(blockName(i, stages.get(i).size() - 1)));
    }
    return outputs;
  }

  private static String blockName(int stage, int block) {
    return "res" + (FIRST_STAGE + stage) + "." + block;
  }

  private ResNet with(BiFunction<String, Convolution, Convolution> form) {
    return new ResNet(
        stem.with(convolution -> form.apply(BackboneBytes.STEM, convolution)), stages(form), entry);
  }

  private List<List<Bottleneck>> stages(BiFunction<String, Convolution, Convolution> form) {
    List<List<Bottleneck>> changed = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      List<Bottleneck> blocks = new ArrayList<>();
      for (int j = 0; j < stages.get(i).size(); j++) {
        String prefix = blockName(i, j) + ".";
        blocks.add(
            stages
                .get(i)
                .get(j)
                .with((layer, convolution) -> form.apply(prefix + layer, convolution)));
      }
      changed.add(blocks);
    }
    return changed;
  }
}
