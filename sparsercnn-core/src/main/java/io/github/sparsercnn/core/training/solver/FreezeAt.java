package io.github.sparsercnn.core.training.solver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * How much of the backbone keeps its weights (detectron2 {@code ResNet.freeze}).
 *
 * @param stages {@code MODEL.BACKBONE.FREEZE_AT}: 0 freezes nothing, 1 the stem, 2 the stem and
 *     res2, up to 5
 */
public record FreezeAt(int stages) {
  private static final int MAX = 5;
  private static final String BACKBONE = "backbone.bottom_up.";

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not in 0 to 5
   */
  public FreezeAt {
    if (stages < 0 || stages > MAX) {
      throw new IllegalArgumentException(
          "MODEL.BACKBONE.FREEZE_AT is " + stages + ", expected 0 to " + MAX);
    }
  }

  /**
   * Leaves the frozen parameters out.
   *
   * @param parameters by detectron2 name
   * @return those that are trained, in the same order
   */
  public Map<String, Tensor> trainable(Map<String, Tensor> parameters) {
    List<String> frozen = new ArrayList<>();
    for (int stage = 1; stage <= stages; stage++) {
      frozen.add(BACKBONE + (stage == 1 ? "stem." : "res" + stage + "."));
    }
    Map<String, Tensor> trainable = new LinkedHashMap<>(parameters);
    trainable.keySet().removeIf(name -> frozen.stream().anyMatch(name::startsWith));
    return trainable;
  }
}
