package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.inference.ImageNormalizer;
import io.github.sparsercnn.core.inference.NetworkDetector;
import io.github.sparsercnn.core.network.ActivationRanges;
import io.github.sparsercnn.core.network.Calibration;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.PreparationOptions;
import io.github.sparsercnn.core.network.Shortcut;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import java.util.Optional;

/** A network with formula weights in its form for prediction, and a normalised picture. */
final class PreparedNetwork implements AutoCloseable {

  private final ProposalInitializer proposals;
  private final SparseRcnn network;
  private final TensorScope scope;
  private final ImageBatch batch;

  /**
   * Builds and prepares; for int8 the ranges are measured on the picture itself.
   *
   * @param spec says which model, in which precision
   * @param picture of the size that the network gets
   */
  PreparedNetwork(JobSpec spec, RgbImage picture) {
    BenchModel model = BenchModel.of(spec);
    ImageNormalizer normalizer = NetworkDetector.normalizer(model.config());
    proposals = model.proposals();
    try (SparseRcnn trainable = model.network(proposals, new Weights(new FormulaWeights()))) {
      scope = TensorScope.open();
      batch = normalizer.batch(List.of(picture), trainable.sizeDivisibility(), ComputeDevice.CPU);
      network = trainable.prepare(options(trainable, spec.precision()));
    }
  }

  private PreparationOptions options(SparseRcnn trainable, Precision precision) {
    if (precision != Precision.INT8) {
      return PreparationOptions.of(precision);
    }
    try (Calibration calibration = new Calibration(trainable)) {
      calibration.look(batch);
      ActivationRanges ranges = calibration.ranges();
      return new PreparationOptions(precision, Shortcut.inForce(), Optional.of(ranges));
    }
  }

  SparseRcnn network() {
    return network;
  }

  ImageBatch batch() {
    return batch;
  }

  @Override
  public void close() {
    scope.close();
    network.close();
    proposals.close();
  }
}
