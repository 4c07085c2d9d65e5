package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.ModuleParameters;
import io.github.sparsercnn.core.torch.Natives;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The box transformer of the golden, and what it may be shown. */
final class SmallBoxTransformer implements AutoCloseable {
  static final int PROPOSALS = 20;
  static final int DIM = 64;
  private static final int LEVELS = 4;

  static final Config CONFIG =
      Config.defaults()
          .with("MODEL.SparseRCNN.HIDDEN_DIM", DIM)
          .with("MODEL.FPN.OUT_CHANNELS", DIM)
          .with("MODEL.SparseRCNN.NUM_PROPOSALS", PROPOSALS)
          .with("MODEL.SparseRCNN.DIM_FEEDFORWARD_BOX", 128)
          .with("MODEL.SparseRCNN.MLP_HI_DIM", 64);

  private final BoxTransformerProposals proposals;

  private SmallBoxTransformer(String... words) {
    Natives.load();
    torch.manual_seed(1);
    proposals = BoxTransformerProposals.of(ProposalSettings.of(CONFIG.with(List.of(words))));
  }

  /** As training from scratch begins. */
  static SmallBoxTransformer fresh(String... words) {
    return new SmallBoxTransformer(words);
  }

  /** With the weights of the golden. */
  static SmallBoxTransformer ofFormula(String... words) {
    SmallBoxTransformer small = new SmallBoxTransformer(words);
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      FormulaWeights formula = new FormulaWeights();
      small
          .parameters()
          .forEach((name, tensor) -> tensor.copy_(formula.get(name, HostTensors.shape(tensor))));
    }
    return small;
  }

  BoxTransformerProposals proposals() {
    return proposals;
  }

  Proposals propose(ProposalContext context) {
    return proposals.propose(context);
  }

  /** Of the open scope. */
  Map<String, Tensor> parameters() {
    return ModuleParameters.named(proposals.module());
  }

  /** Their gradients, those that are there, after a backward from the boxes. */
  Map<String, float[]> gradients(ProposalContext context) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    Tensor boxes = propose(context).boxes();
    boxes.mul(uniform("wanted", HostTensors.shape(boxes))).sum().backward();
    parameters()
        .forEach(
            (name, tensor) -> {
              if (tensor.grad().defined()) {
                gradients.put(name, HostTensors.toFloats(tensor.grad()));
              }
            });
    return gradients;
  }

  /**
   * A batch whose pictures have these features at stride 16.
   *
   * @param map {@code [B, C, H, W]}
   */
  static ProposalContext context(Tensor map, List<ImageSize> sizes, boolean training) {
    float[] scales = new float[4 * sizes.size()];
    for (int i = 0; i < scales.length; i++) {
      ImageSize size = sizes.get(i / 4);
      scales[i] = i % 2 == 0 ? size.width() : size.height();
    }
    return new ProposalContext(
        Collections.nCopies(LEVELS, map),
        List.of(4, 8, 16, 32),
        sizes,
        HostTensors.ofFloats(scales, sizes.size(), 4),
        training);
  }

  /** Uniform numbers in [-1, 1). */
  static Tensor uniform(String key, long... shape) {
    FormulaWeights.Stream stream = new FormulaWeights.Stream(key);
    long numel = 1;
    for (long size : shape) {
      numel *= size;
    }
    float[] values = new float[Math.toIntExact(numel)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.next();
    }
    return HostTensors.ofFloats(values, shape);
  }

  @Override
  public void close() {
    proposals.close();
  }
}
