package io.github.sparsercnn.core.proposal;

import java.util.Map;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Gives the head its proposals: the boxes that its first stage looks at, and a feature vector for
 * each. The official network learns one set for all pictures; an implementation may compute them
 * from the picture instead.
 *
 * <p>{@link #propose} is called by many threads at once in prediction and must not change state. It
 * runs in an open scope: every tensor that it makes, its result too, is freed by the caller.
 *
 * <p>{@code ProposalInitializerContract}, in the artifact's test jar, checks an implementation.
 */
public interface ProposalInitializer extends AutoCloseable {
  /**
   * Proposes boxes and features for a batch. What a picture is given must not depend on the other
   * pictures of the batch, nor on what its padding holds.
   *
   * @param context what the network has seen so far
   * @return as many proposals for each picture as {@code NUM_PROPOSALS} says
   */
  Proposals propose(ProposalContext context);

  /**
   * Losses of the proposals themselves, beside those of the head. Called in training only, after
   * {@link #propose} in the same scope, for every part of a batch and in every process.
   *
   * @param context that the proposals were made from
   * @param proposals what {@link #propose} returned
   * @param targets what is to be found
   * @return scalars by name, such as {@code loss_proposal_giou}, weighted already; each is added to
   *     the total loss and reported like the others. The same names in every call, none of them
   *     {@code loss_ce}, {@code loss_bbox}, {@code loss_giou} or one of these with the number of a
   *     stage. Empty for none.
   */
  default Map<String, Tensor> losses(
      ProposalContext context, Proposals proposals, ProposalTargets targets) {
    return Map.of();
  }

  /**
   * Whether proposals depend on what is in the picture. Where they do not, prediction is faster:
   * the context's {@link ProposalContext#features} may be empty then, and features are proposed
   * once for all pictures; boxes may still follow the size of a picture.
   *
   * @return true unless overridden
   */
  default boolean readsPictures() {
    return true;
  }

  /**
   * The parameters, saved and trained with the rest of the network under the names that they have
   * in this module; its buffers are saved, but not trained. The same module on each call; it must
   * have been made outside any scope, as {@link ProposalParameters} does.
   *
   * @return the module, without parameters if there is nothing to learn
   */
  Module module();

  /**
   * Whether a tensor of {@link #module} may be missing in weights that are loaded, because the
   * value that it was made with does no harm there: a network that was trained with other proposals
   * then still answers sensibly. If not, weights without it are refused (unless they are loaded
   * leniently, or trained further).
   *
   * @param name in the module
   * @return whether the fresh value is a valid one
   */
  default boolean mayStartFresh(String name) {
    return false;
  }

  /** Frees the module. Called once by whoever made the initializer, after the last prediction. */
  @Override
  default void close() {
    module().close();
  }
}
