package io.github.sparsercnn.core.training;

/**
 * Is called around every iteration and may look at and change what is trained, detectron2's {@code
 * HookBase}. Who only wants to know what happens is a {@link io.github.sparsercnn.TrainingListener}
 * instead.
 *
 * <p>Called in the thread that trains, in every process that trains, which all must do the same to
 * the parameters. Training waits meanwhile, and an exception ends it. A hook that uses tensors
 * opens a {@link io.github.sparsercnn.core.torch.TensorScope}.
 */
public interface TrainingHook {
  /**
   * The first iteration of this run is about to begin.
   *
   * @param trainee network, solver and average; not to be closed
   * @param iteration the first one, more than 0 in a resumed run
   */
  default void beforeTraining(Trainee trainee, long iteration) {}

  /**
   * An iteration is about to begin; its pictures are there.
   *
   * @param trainee as above
   * @param iteration from 0
   */
  default void beforeStep(Trainee trainee, long iteration) {}

  /**
   * The parameters have been changed once more; their moving average and the listeners come after
   * this.
   *
   * @param trainee as above; the gradients of this step are still there
   * @param report what happened
   */
  default void afterStep(Trainee trainee, StepReport report) {}

  /**
   * Training has ended well, or early, or because somebody wished; the final model is written after
   * this, the last checkpoint was before.
   *
   * @param trainee as above
   */
  default void afterTraining(Trainee trainee) {}
}
