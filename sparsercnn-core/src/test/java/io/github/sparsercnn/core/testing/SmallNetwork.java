package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.Normalization;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A network as small as it gets, of {@link FormulaWeights}, in double precision, trainable. */
public final class SmallNetwork implements AutoCloseable {
  private static final int SIDE = 64;
  private static final Architecture ARCHITECTURE =
      Architecture.builder()
          .numClasses(2)
          .numProposals(3)
          .numHeads(2)
          .hiddenDim(16)
          .nheads(2)
          .dimDynamic(4)
          .dimFeedforward(16)
          .fpnOutChannels(16)
          .stemOutChannels(4)
          .res2OutChannels(8)
          .widthPerGroup(2)
          .build();

  private final ProposalInitializer proposals =
      ProposalInitializers.create("learned", new ProposalSettings(ARCHITECTURE, Config.defaults()));
  private final Weights weights =
      new Weights((name, shape) -> Ops.toDouble(new FormulaWeights().get(name, shape)));
  private final SparseRcnn network;

  /**
   * Builds it.
   *
   * @param norm {@code MODEL.RESNETS.NORM}
   */
  public SmallNetwork(String norm, Normalization normalization) {
    proposals.module().to(ScalarType.Double, false);
    network =
        SparseRcnn.of(
            ARCHITECTURE.toBuilder().norm(norm).build(), proposals, weights, normalization);
    try (TensorScope scope = TensorScope.open()) {
      weights
          .parameters()
          .values()
          .forEach(
              parameter -> {
                parameter.set_requires_grad(true);
                parameter.mutable_grad().put(new Tensor());
              });
    }
  }

  /** The network. */
  public SparseRcnn network() {
    return network;
  }

  /** Its tensors. */
  public Weights weights() {
    return weights;
  }

  /** Some of an endless row of pictures, owned by the open scope. */
  public static ImageBatch pictures(int first, int count) {
    float[] pixels = new float[count * 3 * SIDE * SIDE];
    for (int i = 0; i < count; i++) {
      FormulaWeights.Stream stream = new FormulaWeights.Stream("picture " + (first + i));
      int numel = pixels.length / count;
      for (int j = i * numel; j < (i + 1) * numel; j++) {
        pixels[j] = (float) stream.next();
      }
    }
    return new ImageBatch(
        Ops.toDouble(HostTensors.ofFloats(pixels, count, 3, SIDE, SIDE)),
        Collections.nCopies(count, new ImageSize(SIDE, SIDE)));
  }

  /** A loss that reaches everything that the stages say, added up over the pictures. */
  public static Tensor loss(List<StageOutput> stages) {
    Tensor sum = null;
    for (StageOutput stage : stages) {
      Tensor term =
          stage.logits().sigmoid().sum().add(Ops.div(stage.boxes(), SIDE).sigmoid().sum());
      sum = sum == null ? term : sum.add(term);
    }
    return sum;
  }

  /** The gradients of all parameters that have one, by name. */
  public Map<String, double[]> gradients() {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      weights
          .parameters()
          .forEach(
              (name, parameter) -> {
                if (parameter.grad().defined()) {
                  gradients.put(name, HostTensors.toDoubles(parameter.grad()));
                }
              });
    }
    return gradients;
  }

  /** The values of all buffers by name. */
  public Map<String, double[]> buffers() {
    return values(weights.buffers());
  }

  /** The values of all parameters by name. */
  public Map<String, double[]> parameters() {
    return values(weights.parameters());
  }

  private static Map<String, double[]> values(Map<String, Tensor> tensors) {
    Map<String, double[]> values = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open()) {
      tensors.forEach((name, tensor) -> values.put(name, HostTensors.toDoubles(tensor)));
    }
    return values;
  }

  @Override
  public void close() {
    network.close();
    proposals.close();
  }
}
