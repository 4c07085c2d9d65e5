package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The weighted losses of a batch: of the official criterion {@code loss_ce}, {@code loss_giou} and
 * {@code loss_bbox} of every stage, and what others add. Immutable; lives in the scope of the step.
 */
public final class Losses {
  private static final List<String> NAMES = List.of("loss_ce", "loss_giou", "loss_bbox");

  private final Tensor terms;
  private final Map<String, Tensor> more;

  /** The official terms, {@code [3, S]}. */
  Losses(Tensor terms) {
    this(terms, Map.of());
  }

  private Losses(Tensor terms, Map<String, Tensor> more) {
    this.terms = terms;
    this.more = more;
  }

  /**
   * These losses and one more.
   *
   * @param name how it shall be called in {@code metrics.json}; begins with {@code loss_} by custom
   * @param value a scalar with its gradient graph, weighted
   * @return all of them
   * @throws IllegalArgumentException if there is a loss of that name, or the value is no scalar
   */
  public Losses plus(String name, Tensor value) {
    if (value.dim() != 0) {
      throw new IllegalArgumentException(
          name + " has " + value.dim() + " dimensions, expected a scalar: take its sum or mean");
    }
    if (has(name)) {
      throw new IllegalArgumentException("there is a loss called " + name + " already");
    }
    Map<String, Tensor> extended = new LinkedHashMap<>(more);
    extended.put(name, value);
    return new Losses(terms, extended);
  }

  /**
   * Whether there is a loss of a name.
   *
   * @param name for example {@code loss_ce_0}
   * @return whether there is
   */
  public boolean has(String name) {
    return more.containsKey(name) || places().containsKey(name);
  }

  /** {@return the sum of all terms, a scalar with its gradient graph} */
  public Tensor total() {
    return more.isEmpty() ? terms.sum() : terms.sum().add(added().sum());
  }

  /** What was added, {@code [A]}, in the precision of the official terms. */
  private Tensor added() {
    return Ops.stack(more.values().stream().map(value -> Ops.like(value, terms)).toList(), 0);
  }

  /**
   * The terms by their official names: the last stage's without suffix, then {@code _0}, {@code
   * _1}, … from the first stage on; then those that were added. Waits for the device.
   *
   * @return values in that order
   */
  public Map<String, Double> values() {
    double[] values = HostTensors.toDoubles(terms);
    Map<String, Double> named = new LinkedHashMap<>();
    places().forEach((name, place) -> named.put(name, values[place]));
    if (!more.isEmpty()) {
      double[] added = HostTensors.toDoubles(added().detach());
      int next = 0;
      for (String name : more.keySet()) {
        named.put(name, added[next++]);
      }
    }
    return named;
  }

  /** The names of the official terms, and where each lies in {@code terms}. */
  private Map<String, Integer> places() {
    int stages = Math.toIntExact(terms.size(1));
    Map<String, Integer> places = new LinkedHashMap<>();
    put(places, stages, stages - 1, "");
    for (int stage = 0; stage < stages - 1; stage++) {
      put(places, stages, stage, "_" + stage);
    }
    return places;
  }

  private static void put(Map<String, Integer> places, int stages, int stage, String suffix) {
    for (int i = 0; i < NAMES.size(); i++) {
      places.put(NAMES.get(i) + suffix, i * stages + stage);
    }
  }
}
