package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.torch.HostTensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The weighted losses of a batch, {@code [3, S]}: {@code loss_ce}, {@code loss_giou} and {@code
 * loss_bbox} of every stage. Lives in the scope of the step.
 */
public final class Losses {
  private static final List<String> NAMES = List.of("loss_ce", "loss_giou", "loss_bbox");

  private final Tensor terms;

  Losses(Tensor terms) {
    this.terms = terms;
  }

  /** {@return the sum of all terms, a scalar with its gradient graph} */
  public Tensor total() {
    return terms.sum();
  }

  /**
   * The terms by their official names: the last stage's without suffix, then {@code _0}, {@code
   * _1}, … from the first stage on. Waits for the device.
   *
   * @return values in that order
   */
  public Map<String, Double> values() {
    double[] values = HostTensors.toDoubles(terms);
    int stages = values.length / NAMES.size();
    Map<String, Double> named = new LinkedHashMap<>();
    put(named, values, stages, stages - 1, "");
    for (int stage = 0; stage < stages - 1; stage++) {
      put(named, values, stages, stage, "_" + stage);
    }
    return named;
  }

  private static void put(
      Map<String, Double> named, double[] values, int stages, int stage, String suffix) {
    for (int i = 0; i < NAMES.size(); i++) {
      named.put(NAMES.get(i) + suffix, values[i * stages + stage]);
    }
  }
}
