package io.github.sparsercnn.examples.bench;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.inference.ImageNormalizer;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.RandomInitialization;
import io.github.sparsercnn.core.training.TrainingStep;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Training steps of a network of random weights on one batch of random pictures. Nothing is decoded
 * or resized.
 */
final class TrainingWorkload implements AutoCloseable {
  private static final long SEED = 1;
  private static final int BOXES_PER_PICTURE = 12;

  private final ProposalInitializer proposals;
  private final SparseRcnn network;
  private final Solver solver;
  private final TrainingStep step;
  private final ImageNormalizer normalizer;
  private final List<RgbImage> pictures = new ArrayList<>();
  private final List<GroundTruth> truths = new ArrayList<>();

  /**
   * A workload.
   *
   * @param config of network and solver
   * @param batch pictures per step
   * @param size of each picture
   */
  TrainingWorkload(Config config, int batch, ImageSize size) {
    Architecture architecture = Architecture.of(config);
    proposals = ProposalInitializers.create(new ProposalSettings(architecture, config));
    Weights weights = new Weights(new RandomInitialization(architecture, SEED));
    network = SparseRcnn.of(architecture, proposals, weights);
    solver = Solver.of(config, weights.parameters(), ParameterRules.of(config));
    step = TrainingStep.of(config, network, SetCriterion.of(config), solver, new Alone());
    normalizer =
        new ImageNormalizer(
            config.getDoubles("MODEL.PIXEL_MEAN"), config.getDoubles("MODEL.PIXEL_STD"), false);
    Random random = new Random(SEED);
    for (int i = 0; i < batch; i++) {
      byte[] pixels = new byte[3 * size.width() * size.height()];
      random.nextBytes(pixels);
      pictures.add(new RgbImage(pixels, size));
      truths.add(truth("picture " + i, size, architecture.numClasses(), random));
    }
  }

  private static GroundTruth truth(String name, ImageSize size, int classes, Random random) {
    float[] xyxy = new float[4 * BOXES_PER_PICTURE];
    int[] classIds = new int[BOXES_PER_PICTURE];
    for (int i = 0; i < BOXES_PER_PICTURE; i++) {
      float width = size.width() * (0.05f + 0.25f * random.nextFloat());
      float height = size.height() * (0.05f + 0.25f * random.nextFloat());
      xyxy[4 * i] = (size.width() - width) * random.nextFloat();
      xyxy[4 * i + 1] = (size.height() - height) * random.nextFloat();
      xyxy[4 * i + 2] = xyxy[4 * i] + width;
      xyxy[4 * i + 3] = xyxy[4 * i + 1] + height;
      classIds[i] = random.nextInt(classes);
    }
    return new GroundTruth(name, Boxes.of(xyxy), classIds);
  }

  /**
   * Measures steps, from pixels to updated weights.
   *
   * @param name what the table calls the workload
   * @param warmUp steps that do not count, at least 0
   * @param iterations steps that count, at least 1
   */
  Timing measure(String name, int warmUp, int iterations) {
    List<Measurement> measurements = new ArrayList<>(iterations);
    for (int i = -warmUp; i < iterations; i++) {
      long start = System.nanoTime();
      try (TensorScope scope = TensorScope.open()) {
        ImageBatch batch =
            normalizer.batch(pictures, network.sizeDivisibility(), new ComputeDevice("cpu"));
        step.run(batch, truths, i + warmUp);
      }
      if (i >= 0) {
        measurements.add(Measurement.since(start));
      }
    }
    return new Timing(name, measurements);
  }

  @Override
  public void close() {
    solver.close();
    network.close();
    proposals.close();
  }
}
