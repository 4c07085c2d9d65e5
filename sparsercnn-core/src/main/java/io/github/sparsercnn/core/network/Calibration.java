package io.github.sparsercnn.core.network;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.network.ActivationRanges.Range;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Measures on pictures what the layers of a backbone make of them, for {@link Precision#INT8}. For
 * one thread.
 */
public final class Calibration implements AutoCloseable {
  private final OwnedTensors owner = new OwnedTensors();
  private final Map<String, Range> ranges = new HashMap<>();
  private final ResNet backbone;

  /**
   * Starts.
   *
   * @param network the trainable life, which stays the caller's and must stay open
   */
  public Calibration(SparseRcnn network) {
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Preparation preparation = new Preparation(owner, PreparationOptions.of(Precision.FP32));
      backbone = network.pyramid().backbone().prepare(preparation).observed(this::widen);
    }
  }

  private void widen(String layer, Tensor result) {
    Range seen = new Range(result.min().item_float(), result.max().item_float());
    ranges.merge(
        layer, seen, (a, b) -> new Range(Math.min(a.min(), b.min()), Math.max(a.max(), b.max())));
  }

  /**
   * Looks at pictures.
   *
   * @param batch owned by the open scope
   */
  public void look(ImageBatch batch) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      backbone.apply(batch.images());
    }
  }

  /** {@return what all pictures so far made of the layers} */
  public ActivationRanges ranges() {
    return new ActivationRanges(ranges);
  }

  /** Frees the weights. */
  @Override
  public void close() {
    owner.close();
  }
}
