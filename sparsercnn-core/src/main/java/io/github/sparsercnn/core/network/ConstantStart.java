package io.github.sparsercnn.core.network;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.network.DynamicStage.Query;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.ModuleParameters;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the first stage makes of proposals that are the same for all pictures: neither their
 * attention to each other nor the filters that follow from it depend on a picture.
 *
 * @param query of one picture
 */
record ConstantStart(Query query) {

  /**
   * The features of proposals that are the same for all pictures.
   *
   * @param strides of the pooled levels
   * @return {@code [1, N, C]}; null if proposals depend on the picture
   */
  static @Nullable Tensor features(ProposalInitializer proposals, List<Integer> strides) {
    if (proposals.readsPictures()) {
      return null;
    }
    Tensor like =
        ModuleParameters.named(proposals.module()).values().stream()
            .findFirst()
            .orElseGet(() -> Ops.zeros(1));
    List<ImageSize> any = List.of(new ImageSize(1, 1));
    Tensor scales = Ops.like(Ops.zeros(1, 4), like);
    return proposals
        .propose(new ProposalContext(List.of(), strides, any, scales, false))
        .features();
  }

  /**
   * Computes it once.
   *
   * @param preparation owns what is made
   * @param stage the first, prepared
   * @param features {@code [1, N, C]} of the proposals
   */
  static ConstantStart of(Preparation preparation, DynamicStage stage, Tensor features) {
    Tensor here = preparation.place(features);
    Query query = stage.attend(here, preparation.inPrecision(here));
    return new ConstantStart(
        new Query(preparation.own(query.attended()), preparation.own(query.filters())));
  }

  /** The same for each picture of a batch. */
  Query query(long batch) {
    return batch == 1
        ? query
        : new Query(repeated(query.attended(), batch), repeated(query.filters(), batch));
  }

  private static Tensor repeated(Tensor rows, long batch) {
    return rows.repeat(batch, 1);
  }
}
