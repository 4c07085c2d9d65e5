package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.core.proposal.ProposalInitializerProvider;
import io.github.sparsercnn.core.proposal.contract.ProposalInitializerContract;
import java.util.List;

/** The box transformer with boxes that depend on the picture from the start, and with its loss. */
class BoxTransformerContractTest extends ProposalInitializerContract {
  @Override
  protected ProposalInitializerProvider provider() {
    return new BoxTransformerProvider();
  }

  @Override
  protected List<String> overrides() {
    return List.of(
        "MODEL.SparseRCNN.DECODING_BOX", "sigmoid",
        "MODEL.SparseRCNN.LOSS_WEIGHT_BOX", "1.0");
  }
}
