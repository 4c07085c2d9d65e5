package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Statistics of trained norms that fit the present weights (detectron2 {@code PreciseBN}, fvcore
 * {@code update_bn_stats}): the running ones still remember weights that have changed since.
 *
 * <p>Mean and unbiased variance are averaged over the batches, each batch counting the same, as in
 * the fvcore of the official runs; since 2021 fvcore lets a batch count by its number of pixels.
 *
 * @param network the trainable life
 */
public record PreciseNorms(SparseRcnn network) {

  /**
   * Runs the backbone on batches as a training pass does, without gradients, and replaces the
   * running statistics of all norms that are trained. Nothing happens if there are none. Where
   * norms share statistics with other processes, all of these call this together.
   *
   * @param batches gives one batch at a time, in a scope that is open for this batch
   * @param count how many to take, {@code TEST.PRECISE_BN.NUM_ITER}, at least 1
   * @throws IllegalArgumentException if {@code count} is not positive
   */
  public void update(Supplier<ImageBatch> batches, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "TEST.PRECISE_BN.NUM_ITER is " + count + ", expected at least 1");
    }
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      List<Average> averages = new ArrayList<>();
      ResNet measured =
          network
              .pyramid()
              .backbone()
              .training(
                  norm -> {
                    averages.add(Average.of(norm));
                    return averages.get(averages.size() - 1).lastBatch;
                  });
      if (averages.isEmpty()) {
        return;
      }
      for (int i = 1; i <= count; i++) {
        try (TensorScope ofBatch = TensorScope.open()) {
          measured.apply(batches.get().images());
          int seen = i;
          averages.forEach(average -> average.add(seen));
        }
      }
      averages.forEach(Average::store);
    }
  }

  /** The average over the batches so far of what one norm has seen, in float64. */
  private record Average(BatchNorm norm, RunningStatistics lastBatch, Tensor mean, Tensor var) {
    static Average of(BatchNorm norm) {
      Tensor like = Ops.toDouble(norm.mean());
      return new Average(
          norm,
          norm.running().ofLastBatch(),
          Ops.zerosLike(like, like.size(0)),
          Ops.zerosLike(like, like.size(0)));
    }

    void add(int seen) {
      mean.add_(Ops.div(Ops.toDouble(lastBatch.mean()).sub(mean), seen));
      var.add_(Ops.div(Ops.toDouble(lastBatch.var()).sub(var), seen));
    }

    void store() {
      norm.mean().copy_(mean);
      norm.var().copy_(var);
    }
  }
}
