package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.inference.NetworkDetector;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * ResNet and pyramid of one picture that is normalised already; the figures are mean |x| and
 * largest |x| of each level.
 */
final class BackboneJob implements Job {
  private final ProposalInitializer proposals;
  private final SparseRcnn network;
  private final TensorScope scope;
  private final Tensor images;
  private double[] figures = new double[0];

  BackboneJob(JobSpec spec) {
    BenchModel model = BenchModel.named(spec.text("model"));
    proposals = model.proposals();
    try (SparseRcnn trainable = model.network(proposals, new Weights(new FormulaWeights()))) {
      network = prepare(trainable, spec.precision());
    }
    scope = TensorScope.open();
    ImageBatch batch =
        NetworkDetector.normalizer(model.preset().config())
            .batch(
                List.of(TestCard.of(spec.size())),
                network.sizeDivisibility(),
                new ComputeDevice("cpu"));
    images = batch.images();
  }

  private static SparseRcnn prepare(SparseRcnn trainable, Precision precision) {
    if (precision != Precision.FP32) {
      throw new ConfigException(
          "precision " + precision + " is not available in this version; use FP32");
    }
    return trainable.prepare();
  }

  @Override
  public void run() {
    try (TensorScope run = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      List<Tensor> levels = network.features(images);
      if (figures.length == 0) {
        figures = describe(levels);
      }
    }
  }

  private static double[] describe(List<Tensor> levels) {
    double[] figures = new double[2 * levels.size()];
    for (int i = 0; i < levels.size(); i++) {
      double sum = 0;
      double largest = 0;
      float[] values = HostTensors.toFloats(levels.get(i));
      for (float value : values) {
        sum += Math.abs(value);
        largest = Math.max(largest, Math.abs(value));
      }
      figures[2 * i] = sum / values.length;
      figures[2 * i + 1] = largest;
    }
    return figures;
  }

  @Override
  public double[] figures() {
    return figures.clone();
  }

  @Override
  public void close() {
    scope.close();
    network.close();
    proposals.close();
  }
}
