package io.github.sparsercnn.core.testing;

import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.ProposalParameters;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.proposal.ProposalTargets;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.Ops;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The whole picture, moved by a learned offset that a loss of its own pulls to the true boxes. */
public final class PulledProposals implements ProposalInitializer {
  /** The parameter's name. */
  public static final String OFFSET = "pull.offset";

  private final ProposalParameters parameters = new ProposalParameters();
  private final int n;
  private final Tensor features;
  private final Tensor offset;
  private final String loss;
  private final boolean mayStartFresh;

  private PulledProposals(ProposalSettings settings, String loss, boolean mayStartFresh) {
    this.loss = loss;
    this.mayStartFresh = mayStartFresh;
    n = settings.numProposals();
    features = parameters.features(settings);
    offset = parameters.parameter(OFFSET, () -> torch.torch_zeros(4));
  }

  /** Makes them, with a loss of that name. */
  public static ProposalInitializerProvider provider(String loss, boolean mayStartFresh) {
    return ProposalInitializerProvider.of(
        "pulled", settings -> new PulledProposals(settings, loss, mayStartFresh));
  }

  @Override
  public Proposals propose(ProposalContext context) {
    Tensor ends = context.imageScales().narrow(1, 2, 2);
    Tensor whole = Ops.cat(List.of(Ops.mul(ends, 0), ends), 1);
    return new Proposals(
        whole.add(Ops.mul(offset, 10)).unsqueeze(1).expand(-1, n, -1), context.repeat(features));
  }

  @Override
  public Map<String, Tensor> losses(
      ProposalContext context, Proposals proposals, ProposalTargets targets) {
    Tensor sum = Ops.mul(offset.sum(), 0);
    for (int i = 0; i < context.batchSize(); i++) {
      Tensor distances =
          proposals.boxes().select(0, i).unsqueeze(1).sub(targets.boxes().get(i).unsqueeze(0));
      sum = sum.add(distances.abs().sum());
    }
    Map<String, Tensor> losses = new LinkedHashMap<>();
    losses.put(loss, Ops.mul(sum, 0.01 / targets.normalizer()));
    return losses;
  }

  @Override
  public boolean mayStartFresh(String name) {
    return mayStartFresh && name.equals(OFFSET);
  }

  @Override
  public Module module() {
    return parameters.module();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
