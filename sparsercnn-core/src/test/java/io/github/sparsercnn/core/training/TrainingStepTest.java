package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.TrainingDivergedException;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.testing.OneThread;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Steps of a network as small as it gets. */
@ExtendWith(OneThread.class)
class TrainingStepTest {
  private static final int SIDE = 64;

  /** A step of pictures this large leaves 1.5 MB behind if its graph is not freed. */
  private static final int LARGE_SIDE = 320;

  private static final long LEAK_OF_FIFTY_STEPS = 75_000_000;
  private static final Config CONFIG =
      Config.defaults()
          .with("MODEL.SparseRCNN.NUM_CLASSES", 2)
          .with("MODEL.SparseRCNN.NUM_PROPOSALS", 4)
          .with("MODEL.SparseRCNN.NUM_HEADS", 2)
          .with("MODEL.SparseRCNN.HIDDEN_DIM", 16)
          .with("MODEL.SparseRCNN.DIM_DYNAMIC", 4)
          .with("MODEL.SparseRCNN.DIM_FEEDFORWARD", 16)
          .with("MODEL.FPN.OUT_CHANNELS", 16)
          .with("MODEL.RESNETS.STEM_OUT_CHANNELS", 4)
          .with("MODEL.RESNETS.RES2_OUT_CHANNELS", 8)
          .with("MODEL.RESNETS.WIDTH_PER_GROUP", 2)
          .with("SOLVER.BASE_LR", 1e-3)
          .with("SOLVER.WARMUP_ITERS", 0);

  /** The network is too small for more, and threads that wait for each other are slow. */
  /** A network with its solver. */
  private static final class Trained implements AutoCloseable {
    private final Architecture architecture = Architecture.of(CONFIG);
    private final ProposalInitializer proposals =
        ProposalInitializers.create("learned", new ProposalSettings(architecture, CONFIG));
    private final Weights weights = new Weights(new RandomInitialization(architecture, 1));
    private final SparseRcnn network = SparseRcnn.of(architecture, proposals, weights);
    private final Solver solver =
        Solver.of(CONFIG, weights.parameters(), ParameterRules.of(CONFIG));
    private final TrainingStep step = new TrainingStep(network, SetCriterion.of(CONFIG), solver);

    StepReport run(long iteration, float brightness) {
      return run(iteration, brightness, SIDE);
    }

    StepReport run(long iteration, float brightness, int side) {
      try (TensorScope scope = TensorScope.open()) {
        float[] pixels = new float[2 * 3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = brightness * (i * 7 % 23 - 11) / 11;
        }
        ImageSize size = new ImageSize(side, side);
        ImageBatch batch =
            new ImageBatch(HostTensors.ofFloats(pixels, 2, 3, side, side), List.of(size, size));
        return step.run(
            batch,
            List.of(
                new GroundTruth("one.jpg", Boxes.of(4, 8, 30, 50), new int[] {1}),
                new GroundTruth("none.jpg", Boxes.empty(), new int[0])),
            iteration);
      }
    }

    /** Sets a parameter, a single value, and returns what it was. */
    float setBias(float value) {
      try (TensorScope scope = TensorScope.open();
          GradMode noGrad = GradMode.noGrad()) {
        Tensor bias = weights.parameters().get("head.head_series.0.class_logits.bias").get(0);
        float before = bias.item_float();
        bias.fill_(new Scalar((double) value));
        return before;
      }
    }

    Map<String, float[]> values() {
      Map<String, float[]> values = new LinkedHashMap<>();
      try (TensorScope scope = TensorScope.open()) {
        weights.parameters().forEach((name, t) -> values.put(name, HostTensors.toFloats(t)));
      }
      return values;
    }

    @Override
    public void close() {
      solver.close();
      network.close();
      proposals.close();
    }
  }

  @Test
  void steps_changeWhatIsTrainedAndNothingElse() {
    try (Trained trained = new Trained()) {
      Map<String, float[]> before = trained.values();
      StepReport report = trained.run(0, 1);
      assertThat(report.losses()).hasSize(6);
      assertThat(report.learningRate()).isEqualTo(1e-3);
      assertThat(report.gradientNorm()).isPositive();
      trained
          .values()
          .forEach(
              (name, values) -> {
                if (name.contains("bottom_up.stem") || name.contains("bottom_up.res2")) {
                  assertThat(values).as(name).isEqualTo(before.get(name));
                } else if (name.endsWith("weight")) { // decays at least
                  assertThat(values).as(name).isNotEqualTo(before.get(name));
                }
              });
    }
  }

  @Test
  void steps_areRepeatedToTheLastBit() {
    try (Trained first = new Trained();
        Trained second = new Trained()) {
      for (int i = 0; i < 3; i++) {
        assertThat(second.run(i, 1)).isEqualTo(first.run(i, 1));
      }
    }
  }

  @Test
  void steps_leadDown() {
    try (Trained trained = new Trained()) {
      double first = trained.run(0, 1).totalLoss();
      double last = first;
      for (int i = 1; i < 40; i++) {
        last = trained.run(i, 1).totalLoss();
      }
      assertThat(last).isLessThan(0.7 * first);
    }
  }

  @Test
  void nativeMemory_isFlatOverSteps() {
    try (Trained trained = new Trained()) {
      trained.run(0, 1, LARGE_SIDE);
      long pointers = Pointer.totalCount();
      for (int i = 1; i <= 10; i++) {
        trained.run(i, 1, LARGE_SIDE);
      }
      long resident = Pointer.physicalBytes();
      for (int i = 11; i <= 210; i++) {
        trained.run(i, 1, LARGE_SIDE);
      }

      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers);
      assertThat(Pointer.physicalBytes() - resident).isLessThan(LEAK_OF_FIFTY_STEPS);
    }
  }

  @Test
  void divergence_stopsBeforeTheParametersAreSpoiled() {
    try (Trained trained = new Trained()) {
      trained.run(0, 1);
      float good = trained.setBias(Float.NaN);
      Map<String, float[]> before = trained.values();
      assertThatThrownBy(() -> trained.run(1, 1))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageContaining("is NaN in iteration 1 at learning rate 0.001")
          .hasMessageContaining("pictures one.jpg, none.jpg")
          .hasMessageContaining("SOLVER.BASE_LR");
      trained
          .values()
          .forEach((name, values) -> assertThat(values).as(name).isEqualTo(before.get(name)));
      trained.setBias(good);
      assertThat(trained.run(1, 1).totalLoss()).isFinite();
    }
  }
}
