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
import org.jspecify.annotations.Nullable;

/**
 * What the network says of a batch, and the way back: first through the stages to what they pooled,
 * then to the feature maps, then through pyramid and backbone. The gradients are those of a single
 * {@code backward}.
 *
 * <p>Lives in the scope in which it was made.
 */
public final class TrainingPass {
  private final List<Tensor> maps;
  private final List<Tensor> leaves;
  private final @Nullable MergedPooling merged;
  private final FeatureTable table;
  private final ProposalInitializer initializer;
  private final ProposalContext context;
  private final Proposals proposals;
  private final List<StageOutput> stages;

  TrainingPass(SparseRcnn network, ImageBatch batch, Precision precision) {
    maps = network.trainingMaps(inPrecision(batch, precision));
    leaves = maps.stream().map(map -> map.detach().set_requires_grad(true)).toList();
    // A GPU fills memory fast, and there the merged operator would want a row for every tap.
    merged = maps.get(0).is_cuda() ? null : new MergedPooling();
    table = network.table(leaves, merged == null ? RowPooling.PLAIN : merged);
    initializer = network.proposals();
    context = network.proposalContext(leaves, batch, true);
    proposals = initializer.propose(context);
    stages = network.head().apply(table, proposals);
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
    loss.backward();
    if (merged != null) {
      merged.backward(table.rows());
    }
    Ops.backward(maps, leaves.stream().map(Tensor::grad).toList());
  }
}
