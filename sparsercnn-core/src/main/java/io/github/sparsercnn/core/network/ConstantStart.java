package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.network.DynamicStage.Query;
import org.bytedeco.pytorch.Tensor;

/**
 * What the first stage makes of proposals that are the same for all pictures: neither their
 * attention to each other nor the filters that follow from it depend on a picture.
 *
 * @param query of one picture
 */
record ConstantStart(Query query) {

  /**
   * Computes it once.
   *
   * @param preparation owns what is made
   * @param stage the first, prepared
   * @param features {@code [1, N, C]} of the proposals
   */
  static ConstantStart of(Preparation preparation, DynamicStage stage, Tensor features) {
    Query query = stage.attend(features, preparation.inPrecision(features));
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
