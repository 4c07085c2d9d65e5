package io.github.sparsercnn.core.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The feature pyramid of a training pass: cells for boxes to pool, and the way back into pyramid
 * and backbone. Lives in the scope in which it was made.
 */
interface TrainingPyramid {
  /** What boxes are pooled from. */
  CellTable table();

  /**
   * The maps for proposals that read them, {@code [B, C, H, W]} per level, finest first; where
   * autograd begins. Empty if no proposals do.
   */
  List<Tensor> leaves();

  /** Goes on from the gradients of what was pooled and of {@link #leaves}. To be called once. */
  void backward();
}
