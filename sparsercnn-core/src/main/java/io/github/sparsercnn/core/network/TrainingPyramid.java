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
   * The maps for proposals that read them, {@code [B, C, H, W]} per level, finest first. Empty if
   * no proposals do.
   */
  List<Tensor> maps();

  /**
   * Goes back from the loss of a pass that read {@link #table} and {@link #maps}, and adds to the
   * gradients of all parameters that it meets. To be called once; ends the use of both.
   *
   * @param loss a scalar
   */
  void backward(Tensor loss);
}
