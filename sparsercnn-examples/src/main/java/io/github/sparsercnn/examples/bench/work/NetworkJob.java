package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole network on one picture that is resized and normalised already; the figures are mean |x|
 * and largest |x| of the last stage's logits and boxes.
 */
final class NetworkJob implements Job {
  /** The number of the finest level that boxes are pooled from. */
  private static final int FINEST = 2;

  private final PreparedNetwork prepared;
  private double[] figures = new double[0];

  NetworkJob(JobSpec spec) {
    prepared =
        new PreparedNetwork(
            spec, PillowResize.bilinear(TestCard.named(spec.text("picture")), spec.size()));
  }

  @Override
  public void run() {
    try (TensorScope run = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      List<StageOutput> stages = prepared.network().forward(prepared.batch());
      StageOutput last = stages.get(stages.size() - 1);
      // Reading them waits for the end, should the work go on elsewhere.
      figures = Magnitudes.of(List.of(last.logits(), last.boxes()));
    }
  }

  @Override
  public double[] figures() {
    return figures.clone();
  }

  /** The share of the pyramid that is computed, as a whole and of each level. */
  @Override
  public Map<String, Double> facts() {
    Map<String, Double> facts = new LinkedHashMap<>();
    facts.put("computed_share", prepared.network().computedShare());
    List<Double> shares = prepared.network().computedShares();
    for (int i = 0; i < shares.size(); i++) {
      facts.put("computed_share_p" + (FINEST + i), shares.get(i));
    }
    return facts;
  }

  @Override
  public void close() {
    prepared.close();
  }
}
