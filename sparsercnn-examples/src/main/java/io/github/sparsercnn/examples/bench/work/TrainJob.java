package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.inference.ImageNormalizer;
import io.github.sparsercnn.core.inference.NetworkDetector;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.TrainingStep;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A training step from pictures to updated weights; the figure is the total loss. */
final class TrainJob implements Job {
  private static final int BOXES_PER_PICTURE = 6;

  private final ComputeDevice device;
  private final ProposalInitializer proposals;
  private final SparseRcnn network;
  private final Solver solver;
  private final TrainingStep step;
  private final ImageNormalizer normalizer;
  private final List<RgbImage> pictures;
  private final List<GroundTruth> truths = new ArrayList<>();
  private long iteration;
  private double loss;

  TrainJob(JobSpec spec) {
    if (spec.precision() != Precision.FP32 && spec.precision() != Precision.BF16) {
      throw new ConfigException("there is no training in " + spec.precision());
    }
    BenchModel model = BenchModel.named(spec.text("model"));
    Config config = model.config().with("SOLVER.AMP.ENABLED", spec.precision() == Precision.BF16);
    device = spec.device();
    proposals = model.proposals();
    device.place(proposals.module());
    Weights weights =
        new Weights((name, shape) -> device.place(new FormulaWeights().get(name, shape)));
    network = model.network(proposals, weights);
    solver = Solver.of(config, weights.parameters(), ParameterRules.of(config));
    step = TrainingStep.of(config, network, SetCriterion.of(config), solver, new Alone());
    normalizer = NetworkDetector.normalizer(config);
    int batch = spec.number("batch");
    pictures = Collections.nCopies(batch, TestCard.of(spec.size()));
    for (int i = 0; i < batch; i++) {
      truths.add(truth(i, spec.size(), model.architecture().numClasses()));
    }
  }

  /** Boxes of the goldens' formula, clipped to the picture. */
  private static GroundTruth truth(int picture, ImageSize size, int classes) {
    String card = "testcard:" + size.width() + "x" + size.height();
    FormulaStream stream = new FormulaStream("boxes:" + picture + ":" + card);
    float[] xyxy = new float[4 * BOXES_PER_PICTURE];
    int[] classIds = new int[BOXES_PER_PICTURE];
    for (int i = 0; i < BOXES_PER_PICTURE; i++) {
      double x = fraction(stream) * size.width();
      double y = fraction(stream) * size.height();
      double width = (0.1 + 0.5 * fraction(stream)) * size.width();
      double height = (0.1 + 0.5 * fraction(stream)) * size.height();
      xyxy[4 * i] = (float) Math.max(0, x - width / 2);
      xyxy[4 * i + 1] = (float) Math.max(0, y - height / 2);
      xyxy[4 * i + 2] = (float) Math.min(size.width(), x + width / 2);
      xyxy[4 * i + 3] = (float) Math.min(size.height(), y + height / 2);
      classIds[i] = i % classes;
    }
    return new GroundTruth("picture " + picture, Boxes.of(xyxy), classIds);
  }

  private static double fraction(FormulaStream stream) {
    return stream.next() * 0.5 + 0.5;
  }

  @Override
  public void run() {
    try (TensorScope scope = TensorScope.open()) {
      loss =
          step.run(
                  normalizer.batch(pictures, network.sizeDivisibility(), device),
                  truths,
                  iteration++)
              .totalLoss();
    }
  }

  @Override
  public double[] figures() {
    return new double[] {loss};
  }

  @Override
  public void close() {
    solver.close();
    network.close();
    proposals.close();
  }
}
