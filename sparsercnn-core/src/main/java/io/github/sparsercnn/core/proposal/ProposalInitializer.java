package io.github.sparsercnn.core.proposal;

import org.bytedeco.pytorch.Module;

/**
 * Gives the head its proposals: the boxes that its first stage looks at, and a feature vector for
 * each. The official network learns one set for all pictures; an implementation may compute them
 * from the picture instead.
 *
 * <p>{@link #propose} is called by many threads at once in prediction and must not change state. It
 * runs in an open scope: every tensor that it makes, its result too, is freed by the caller.
 */
public interface ProposalInitializer extends AutoCloseable {
  /**
   * Proposes boxes and features for a batch.
   *
   * @param context what the network has seen so far
   * @return as many proposals for each picture as {@code NUM_PROPOSALS} says
   */
  Proposals propose(ProposalContext context);

  /**
   * The parameters, saved and trained with the rest of the network under the names that they have
   * in this module. The same module on each call; it must have been made outside any scope.
   *
   * @return the module, without parameters if there is nothing to learn
   */
  Module module();

  /** Frees the module. Called once by whoever made the initializer, after the last prediction. */
  @Override
  default void close() {
    module().close();
  }
}
