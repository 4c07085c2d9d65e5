package io.github.sparsercnn.core.box;

import io.github.sparsercnn.core.torch.Ops;
import org.bytedeco.pytorch.Tensor;

/** How much boxes overlap. */
public final class BoxOverlap {
  private BoxOverlap() {}

  /**
   * The generalised intersection over union (H. Rezatofighi et al., "Generalized Intersection over
   * Union", CVPR 2019): 1 for equal boxes, towards -1 the further they are apart.
   *
   * @param a {@code [..., 4] xyxy}
   * @param b {@code [..., 4] xyxy}, broadcast against {@code a}
   * @return {@code [...]}; NaN only where neither box has an area
   */
  public static Tensor giou(Tensor a, Tensor b) {
    Tensor lowA = a.narrow(-1, 0, 2);
    Tensor lowB = b.narrow(-1, 0, 2);
    Tensor highA = a.narrow(-1, 2, 2);
    Tensor highB = b.narrow(-1, 2, 2);
    Tensor intersection = area(Ops.clampMin(highA.minimum(highB).sub(lowA.maximum(lowB)), 0));
    Tensor union = area(highA.sub(lowA)).add(area(highB.sub(lowB))).sub(intersection);
    Tensor hull = area(Ops.clampMin(highA.maximum(highB).sub(lowA.minimum(lowB)), 0));
    return intersection.div(union).sub(hull.sub(union).div(hull));
  }

  private static Tensor area(Tensor sides) {
    return sides.select(-1, 0).mul(sides.select(-1, 1));
  }
}
