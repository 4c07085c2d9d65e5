package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * ResNet and pyramid of one picture that is normalised already; the figures are mean |x| and
 * largest |x| of each level.
 */
final class BackboneJob implements Job {
  private final PreparedNetwork prepared;
  private double[] figures = new double[0];

  BackboneJob(JobSpec spec) {
    prepared = new PreparedNetwork(spec, TestCard.of(spec.size()));
  }

  @Override
  public void run() {
    try (TensorScope run = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      List<Tensor> levels = prepared.network().features(prepared.batch().images());
      if (figures.length == 0) {
        figures = Magnitudes.of(levels);
      }
    }
  }

  @Override
  public double[] figures() {
    return figures.clone();
  }

  @Override
  public void close() {
    prepared.close();
  }
}
