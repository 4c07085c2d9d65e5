package io.github.sparsercnn.examples.proposals;

import io.github.sparsercnn.core.config.ConfigExtension;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.ProposalParameters;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Proposals around the cells of the coarsest feature map in which most is going on. */
public final class BrightestProposals implements ProposalInitializerProvider, ConfigExtension {
  private static final String SIZE = "MODEL.SparseRCNN.BRIGHTEST.SIZE";

  @Override
  public String name() {
    return "brightest";
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(SIZE, 1.0); // sides of the boxes, as fractions of the picture's
  }

  @Override
  public ProposalInitializer create(ProposalSettings settings) {
    double size = settings.config().getDouble(SIZE);
    ProposalParameters parameters = new ProposalParameters();
    Tensor features = parameters.features(settings); // [N, C], learned
    return parameters.initializer(
        context ->
            new Proposals(
                context.toPixels(boxes(context, features.size(0), size)),
                context.repeat(features)));
  }

  /** Centre and size of each box as fractions of its picture: [B, N, 4]. */
  private static Tensor boxes(ProposalContext context, long n, double size) {
    int level = context.features().size() - 1;
    Tensor padding = context.paddingMask(level); // [B, H, W]
    Tensor strength = context.features().get(level).abs().mean(1);
    Tensor inside = strength.masked_fill(padding, new Scalar(-1));
    Tensor order = inside.flatten(1, 2).argsort(true, 1, true); // [B, H * W], strongest first
    // A picture of fewer cells than proposals uses its cells several times.
    Tensor cells = padding.logical_not().sum(1, 2).unsqueeze(1);
    Tensor chosen = order.gather(1, Ops.rangeLike(n, cells).unsqueeze(0).remainder(cells));
    Scalar width = new Scalar(padding.size(2));
    Tensor xy = Ops.stack(List.of(chosen.remainder(width), chosen.floor_divide(width)), 2);
    Tensor pixels = Ops.mul(Ops.add(xy, 0.5), context.strides().get(level));
    Tensor centres = pixels.div(context.imageScales().narrow(1, 0, 2).unsqueeze(1));
    return Ops.cat(List.of(centres, Ops.add(Ops.mul(centres, 0), size)), 2);
  }
}
