package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.testing.OneThread;
import io.github.sparsercnn.core.testing.PulledProposals;
import io.github.sparsercnn.core.testing.ThreadProcesses;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps of a small network whose proposals have a loss of their own. */
@ExtendWith(OneThread.class)
class ProposalLossesTest {
  private static final int SIDE = 64;
  private static final String LOSS = "loss_pull";
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
  private static final List<GroundTruth> TRUTHS =
      List.of(
          new GroundTruth("two.jpg", Boxes.of(4, 8, 30, 50, 1, 2, 9, 60), new int[] {1, 0}),
          new GroundTruth("one.jpg", Boxes.of(20, 8, 60, 33), new int[] {1}));

  /** A network with its solver. */
  private static final class Trained implements AutoCloseable {
    private final ProposalInitializer proposals;
    private final Weights weights;
    private final SparseRcnn network;
    private final Solver solver;
    private final TrainingStep step;

    Trained(Config config, String loss, Precision precision, ProcessGroup group) {
      Architecture architecture = Architecture.of(config);
      proposals =
          PulledProposals.provider(loss, false).create(new ProposalSettings(architecture, config));
      weights = new Weights(new RandomInitialization(architecture, 1));
      network = SparseRcnn.of(architecture, proposals, weights);
      solver = Solver.of(config, weights.parameters(), ParameterRules.of(config));
      step = new TrainingStep(network, SetCriterion.of(config), solver, precision, group);
    }

    /** A part that holds some of the pictures. */
    static TrainingStep.Part part(int from, int to) {
      return new TrainingStep.Part(() -> pictures(from, to), TRUTHS.subList(from, to));
    }

    private static ImageBatch pictures(int from, int to) {
      float[] pixels = new float[(to - from) * 3 * SIDE * SIDE];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = ((i + from * 3 * SIDE * SIDE) * 7 % 23 - 11) / 11f;
      }
      ImageSize size = new ImageSize(SIDE, SIDE);
      return new ImageBatch(
          HostTensors.ofFloats(pixels, to - from, 3, SIDE, SIDE),
          List.of(size, size).subList(from, to));
    }

    float[] offset() {
      try (TensorScope scope = TensorScope.open()) {
        return HostTensors.toFloats(weights.parameters().get(PulledProposals.OFFSET));
      }
    }

    @Override
    public void close() {
      solver.close();
      network.close();
      proposals.close();
    }
  }

  private static Trained trained() {
    return new Trained(CONFIG, LOSS, Precision.FP32, new Alone());
  }

  @Test
  void losses_areReportedAndTrainTheirParameters() {
    try (Trained trained = trained()) {
      StepReport report = trained.step.run(List.of(Trained.part(0, 2)), 0);
      assertThat(report.losses()).hasSize(7).containsKey(LOSS);
      double first = report.losses().get(LOSS);
      // Four proposals of the whole picture; distances to the three boxes, edge by edge.
      assertThat(first).isCloseTo(0.01 * 4 * (60 + 62 + 63) / 3, within(1e-4));
      for (int i = 1; i < 20; i++) {
        report = trained.step.run(List.of(Trained.part(0, 2)), i);
      }
      assertThat(report.losses().get(LOSS)).isLessThan(first);
      assertThat(trained.offset()).doesNotContain(0);
    }
  }

  @Test
  void partsOfABatch_addUpToTheWhole() {
    try (Trained whole = trained();
        Trained parts = trained()) {
      StepReport expected = whole.step.run(List.of(Trained.part(0, 2)), 0);
      StepReport actual = parts.step.run(List.of(Trained.part(0, 1), Trained.part(1, 2)), 0);
      assertThat(actual.losses().get(LOSS)).isCloseTo(expected.losses().get(LOSS), within(1e-5));
      assertThat(actual.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-3));
    }
  }

  @Test
  void processes_reportTheMeanAndTakeTheSameStep() {
    List<Double> losses =
        ThreadProcesses.run(
            2,
            group -> {
              try (Trained trained = new Trained(CONFIG, LOSS, Precision.FP32, group)) {
                int rank = group.rank();
                return trained
                    .step
                    .run(List.of(Trained.part(rank, rank + 1)), 0)
                    .losses()
                    .get(LOSS);
              }
            });
    try (Trained alone = trained()) {
      double expected = alone.step.run(List.of(Trained.part(0, 2)), 0).losses().get(LOSS);
      assertThat(losses.get(0)).isEqualTo(losses.get(1)).isCloseTo(expected, within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void boxes_areExactInEachPrecision(Precision precision) {
    try (Trained trained = new Trained(CONFIG, LOSS, precision, new Alone())) {
      StepReport report = trained.step.run(List.of(Trained.part(0, 2)), 0);
      assertThat(report.losses().get(LOSS)).isCloseTo(0.01 * 4 * (60 + 62 + 63) / 3, within(1e-4));
    }
  }

  @Test
  void ratesOfTheirOwn_goByTheNameOfTheParameter() {
    Config faster = CONFIG.with(ParameterRules.RATE_FACTORS, List.of("pull\\..*", 10.0));
    try (Trained usual = trained();
        Trained fast = new Trained(faster, LOSS, Precision.FP32, new Alone())) {
      usual.step.run(List.of(Trained.part(0, 2)), 0);
      fast.step.run(List.of(Trained.part(0, 2)), 0);
      for (int i = 0; i < 4; i++) {
        assertThat(fast.offset()[i] / usual.offset()[i]).isCloseTo(10f, within(0.01f));
      }
    }
  }

  @Test
  void names_thatTheHeadHasAreRefused() {
    try (Trained trained = new Trained(CONFIG, "loss_bbox_0", Precision.FP32, new Alone())) {
      assertThatThrownBy(() -> trained.step.run(List.of(Trained.part(0, 2)), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("names a loss loss_bbox_0, which the head has already");
    }
  }
}
