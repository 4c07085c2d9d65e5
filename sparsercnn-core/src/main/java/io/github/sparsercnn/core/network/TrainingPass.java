package io.github.sparsercnn.core.network;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What the network says of a batch, and the way back. Where that goes in several steps, the
 * gradients are still those of a single {@code backward}.
 *
 * <p>Lives in the scope in which it was made.
 */
public final class TrainingPass {
  private final TrainingPyramid pyramid;
  private final ProposalInitializer initializer;
  private final ProposalContext context;
  private final Proposals proposals;
  private final List<StageOutput> stages;

  TrainingPass(SparseRcnn network, ImageBatch batch, Precision precision) {
    this(network, network.trainingPyramid(inPrecision(batch, precision)), batch);
  }

  /**
   * A pass of a given pyramid.
   *
   * @param pyramid of the batch
   */
  TrainingPass(SparseRcnn network, TrainingPyramid pyramid, ImageBatch batch) {
    this.pyramid = pyramid;
    initializer = network.proposals();
    context = network.proposalContext(pyramid.maps(), batch, true);
    proposals = initializer.propose(context);
    stages = network.head().apply(pyramid.table(), proposals);
  }

  /** Layers compute in the precision of what comes in, so that of the pictures goes all the way. */
  private static ImageBatch inPrecision(ImageBatch batch, Precision precision) {
    return switch (precision) {
      case FP32 -> batch;
      case BF16 -> new ImageBatch(Ops.toBfloat16(batch.images()), batch.sizes());
      case FP16, INT8 ->
          throw new IllegalArgumentException(
              "training in " + precision + " is not supported: use BF16");
    };
  }

  /** {@return the outputs of all stages in order} */
  public List<StageOutput> stages() {
    return stages;
  }

  /**
   * The losses of the proposals themselves. Called in the scope of this pass.
   *
   * @param targets what is to be found in the pictures
   * @return weighted scalars by name, empty unless the proposal initializer has losses of its own
   */
  public Map<String, Tensor> proposalLosses(ProposalTargets targets) {
    return initializer.losses(context, proposals, targets);
  }

  /**
   * Adds the gradients of a loss to those of the network's parameters. To be called once.
   *
   * @param loss a scalar made of all {@link #stages} and {@link #proposalLosses}
   */
  public void backward(Tensor loss) {
    pyramid.backward(loss);
  }
}
