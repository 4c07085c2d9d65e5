package io.github.sparsercnn.examples.hooks;

import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.StepReport;
import io.github.sparsercnn.core.training.Trainee;
import io.github.sparsercnn.core.training.TrainingHook;
import org.bytedeco.pytorch.Tensor;

/** Keeps the learned proposal boxes (centre and size as fractions) from leaving the picture. */
final class BoxesWithinPicture implements TrainingHook {
  /** The parameter. */
  static final String BOXES = "init_proposal_boxes.weight";

  @Override
  public void afterStep(Trainee trainee, StepReport report) {
    try (TensorScope scope = TensorScope.open()) { // frees what is made within
      Tensor boxes = trainee.solver().parameters().values(BOXES); // a view: writing changes it
      boxes.copy_(Ops.clamp(boxes, 0, 1));
    }
  }
}
