package io.github.sparsercnn.core.box;

import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Box regression ({@code RCNNHead.apply_deltas} of the official head.py): shifts are in half box
 * sizes, sizes change by the exponential of the delta.
 */
public final class BoxDeltas {
  private static final double CENTRE_WEIGHT = 2;

  /** ln(100000 / 16): limits growth, so that the exponential stays finite. */
  private static final double MAX_LOG_SCALE = Math.log(100_000.0 / 16);

  private BoxDeltas() {}

  /**
   * Moves and resizes boxes.
   *
   * @param deltas {@code [..., 4]}: dx, dy, dw, dh; size weights are 1
   * @param boxes {@code [..., 4] xyxy}, broadcast against {@code deltas}
   * @return {@code [..., 4] xyxy}
   */
  public static Tensor apply(Tensor deltas, Tensor boxes) {
    Tensor low = boxes.narrow(-1, 0, 2);
    Tensor sizes = boxes.narrow(-1, 2, 2).sub(low);
    Tensor centres = low.add(Ops.mul(sizes, 0.5));
    Tensor shifts = Ops.div(deltas.narrow(-1, 0, 2), CENTRE_WEIGHT);
    Tensor logScales = Ops.clampMax(deltas.narrow(-1, 2, 2), MAX_LOG_SCALE);
    Tensor newCentres = shifts.mul(sizes).add(centres);
    Tensor halfSizes = Ops.mul(logScales.exp().mul(sizes), 0.5);
    return Ops.cat(List.of(newCentres.sub(halfSizes), newCentres.add(halfSizes)), -1);
  }
}
