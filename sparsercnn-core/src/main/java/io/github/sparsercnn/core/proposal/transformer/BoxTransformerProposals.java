package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.box.BoxDeltas;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalParameters;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.Ops;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Proposals whose boxes depend on the picture (J. Song's report, 2021; the published part of its
 * code and his DETR give the design). Features stay those of the paper, one learned set.
 *
 * <p>Parameters: {@code init_proposal_features.weight [N, C]}, {@code proposal_queries.weight [N,
 * C]}, {@code box_transformer.…} and, for {@link BoxDecoding#DELTA}, {@code
 * init_proposal_boxes.weight [N, 4]}, centre and size as fractions of the picture.
 */
final class BoxTransformerProposals implements ProposalInitializer {
  private static final String QUERIES = "proposal_queries";
  private static final String TRANSFORMER = "box_transformer";
  private static final String WEIGHT = "weight";

  private final BoxTransformerShape shape;
  private final @Nullable ProposalLoss loss;
  private final ProposalParameters parameters;
  private final Tensor features;
  private final Tensor queries;
  private final @Nullable Tensor baseBoxes;
  private final BoxTransformer transformer;

  private BoxTransformerProposals(
      ProposalSettings settings, BoxTransformerShape shape, @Nullable ProposalLoss loss) {
    this.shape = shape;
    this.loss = loss;
    parameters = new ProposalParameters();
    features = parameters.features(settings);
    baseBoxes = shape.decoding() == BoxDecoding.DELTA ? parameters.boxes(settings) : null;
    ParameterTree tree = new ParameterTree(parameters, "");
    queries =
        tree.branch(QUERIES)
            .parameter(WEIGHT, () -> FreshValues.normal(shape.numProposals(), shape.dim()));
    transformer = BoxTransformer.of(tree.branch(TRANSFORMER), shape);
  }

  /**
   * Makes fresh ones.
   *
   * @throws io.github.sparsercnn.ConfigException if a key has no possible value
   */
  static BoxTransformerProposals of(ProposalSettings settings) {
    return new BoxTransformerProposals(
        settings, BoxTransformerShape.of(settings), ProposalLoss.of(settings.config()));
  }

  @Override
  public Proposals propose(ProposalContext context) {
    Tensor map = context.features().get(shape.level());
    Tokens picture = Tokens.of(map, context.paddingMask(shape.level()));
    Dropout dropout = context.training() ? new Dropout(shape.dropout()) : Dropout.NONE;
    Tensor numbers = transformer.boxes(transformer.hidden(queries, picture, dropout));
    return new Proposals(
        boxes(Ops.like(numbers, context.imageScales()), context), context.repeat(features));
  }

  private Tensor boxes(Tensor numbers, ProposalContext context) {
    return baseBoxes == null
        ? context.toPixels(numbers.sigmoid())
        : BoxDeltas.apply(numbers, context.toPixels(baseBoxes));
  }

  @Override
  public Map<String, Tensor> losses(
      ProposalContext context, Proposals proposals, ProposalTargets targets) {
    return loss == null ? Map.of() : loss.of(context, proposals, targets);
  }

  @Override
  public Module module() {
    return parameters.module();
  }

  /** The network that makes the boxes. */
  BoxTransformer transformer() {
    return transformer;
  }

  /** As deltas begin at zero, the boxes of other weights stay what they were. */
  @Override
  public boolean mayStartFresh(String name) {
    return baseBoxes != null && (name.startsWith(QUERIES) || name.startsWith(TRANSFORMER));
  }

  @Override
  public void close() {
    parameters.close();
  }
}
