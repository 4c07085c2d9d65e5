package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.Preset;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.network.ExpectedTensors;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.Normalization;
import io.github.sparsercnn.core.network.PreciseNorms;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.testing.OneThread;
import io.github.sparsercnn.core.testing.ThreadProcesses;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import io.github.sparsercnn.core.training.solver.Solver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Steps of the official model whose norms are trained, as small as it gets. */
@ExtendWith(OneThread.class)
class NormTrainingTest {
  private static final String BACKBONE = "backbone.bottom_up.";
  private static final String STEM = BACKBONE + "stem.conv1.norm.";
  private static final String LAST = BACKBONE + "res5.2.conv3.norm.";
  private static final int SIDE = 64;

  /** A step of pictures this large leaves 1.5 MB behind if its graph is not freed. */
  private static final int LARGE_SIDE = 320;

  private static final long LEAK_OF_HUNDRED_STEPS = 150_000_000;
  private static final Config CONFIG =
      Preset.R50_300_DETCO
          .config()
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
  private static ProposalInitializer proposals(Architecture architecture) {
    return ProposalInitializers.create(
        "learned", new ProposalSettings(architecture, Config.defaults()));
  }

  /** A network with its solver. */
  private static final class Trained implements AutoCloseable {
    private final ProposalInitializer proposals;
    private final Weights weights;
    private final SparseRcnn network;
    private final Solver solver;
    private final TrainingStep step;

    Trained(Config config, ProcessGroup group) {
      Architecture architecture = Architecture.of(config);
      proposals = proposals(architecture);
      weights = new Weights(new RandomInitialization(architecture, 1));
      network = SparseRcnn.of(architecture, proposals, weights, Normalization.of(config, group));
      solver = Solver.of(config, weights.parameters(), ParameterRules.of(config));
      step = new TrainingStep(network, SetCriterion.of(config), solver);
    }

    StepReport run(long iteration, int side) {
      try (TensorScope scope = TensorScope.open()) {
        return step.run(
            pictures(side),
            List.of(
                new GroundTruth("one.jpg", Boxes.of(4, 8, 30, 50), new int[] {1}),
                new GroundTruth("none.jpg", Boxes.empty(), new int[0])),
            iteration);
      }
    }

    private static ImageBatch pictures(int side) {
      float[] pixels = new float[2 * 3 * side * side];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (i * 7 % 23 - 11) / 11f;
      }
      ImageSize size = new ImageSize(side, side);
      return new ImageBatch(HostTensors.ofFloats(pixels, 2, 3, side, side), List.of(size, size));
    }

    Map<String, float[]> values() {
      Map<String, float[]> values = new LinkedHashMap<>();
      try (TensorScope scope = TensorScope.open()) {
        weights.parameters().forEach((name, t) -> values.put(name, HostTensors.toFloats(t)));
        weights.buffers().forEach((name, t) -> values.put(name, HostTensors.toFloats(t)));
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
  void officialModelWithTrainedNorms_trainsAllOfThem() {
    try (Trained trained = new Trained(CONFIG, new Alone())) {
      Map<String, float[]> before = trained.values();
      double first = trained.run(0, SIDE).totalLoss();
      double last = first;
      for (int i = 1; i < 25; i++) {
        last = trained.run(i, SIDE).totalLoss();
      }
      assertThat(last).isLessThan(0.8 * first);
      Map<String, float[]> after = trained.values();
      assertThat(after.get(STEM + "num_batches_tracked")).containsExactly(25);
      after.forEach(
          (name, values) -> {
            if (name.contains(".norm.")) {
              assertThat(values).as(name).isNotEqualTo(before.get(name));
            }
          });
    }
  }

  @Test
  void frozenStages_staySameToTheLastBit() {
    Config config = CONFIG.with("MODEL.BACKBONE.FREEZE_AT", 2).with("MODEL.RESNETS.NORM", "BN");
    try (Trained trained = new Trained(config, new Alone())) {
      Map<String, float[]> before = trained.values();
      trained.run(0, SIDE);
      assertThat(trained.weights.parameters()).containsKey(LAST + "weight");
      trained
          .values()
          .forEach(
              (name, values) -> {
                if (name.startsWith(BACKBONE + "stem.") || name.startsWith(BACKBONE + "res2.")) {
                  assertThat(values).as(name).isEqualTo(before.get(name));
                } else if (name.contains(".norm.") && name.startsWith(BACKBONE)) {
                  assertThat(values).as(name).isNotEqualTo(before.get(name));
                }
              });
    }
  }

  @Test
  void statistics_endUpWithPytorchsNamesAmongTheBuffers() {
    Architecture architecture = Architecture.of(CONFIG);
    try (ProposalInitializer proposals = proposals(architecture);
        Trained trained = new Trained(CONFIG, new Alone())) {
      Map<String, long[]> shapes =
          ExpectedTensors.of(architecture, proposals, Normalization.of(CONFIG, new Alone()));
      List<String> names = new ArrayList<>(trained.weights.parameters().keySet());
      names.addAll(trained.weights.buffers().keySet());
      assertThat(shapes.keySet()).containsExactlyInAnyOrderElementsOf(names);
      assertThat(shapes.get(LAST + "num_batches_tracked")).isEmpty();
      assertThat(trained.weights.buffers().keySet())
          .contains(STEM + "running_mean", STEM + "running_var", STEM + "num_batches_tracked")
          .allMatch(name -> name.matches(".*\\.norm\\.(running_(mean|var)|num_batches_tracked)"));
      assertThat(ExpectedTensors.of(architecture, proposals))
          .doesNotContainKey(STEM + "num_batches_tracked")
          .containsKey(STEM + "running_var");
    }
  }

  /** Both processes see the same pictures, so that each step is that of one process alone. */
  @Test
  void twoProcesses_takeTheStepsOfOne() {
    List<List<Double>> ranks =
        ThreadProcesses.run(
            2,
            group -> {
              List<Double> losses = new ArrayList<>();
              try (Trained trained = new Trained(CONFIG, group)) {
                for (int i = 0; i < 3; i++) {
                  losses.add(trained.run(i, SIDE).totalLoss());
                }
              }
              return losses;
            });
    assertThat(ranks.get(1)).isEqualTo(ranks.get(0));
    try (Trained alone = new Trained(CONFIG, new Alone())) {
      double loss = alone.run(0, SIDE).totalLoss();
      assertThat(Math.abs(ranks.get(0).get(0) - loss) / loss).isLessThan(1e-4);
    }
  }

  @Test
  void nativeMemory_isFlatOverStepsAndPreciseStatistics() {
    List<Long> growth =
        ThreadProcesses.run(
            2,
            group -> {
              try (Trained trained = new Trained(CONFIG, group)) {
                work(trained, 0, 10);
                group.barrier();
                long pointers = Pointer.totalCount();
                long resident = Pointer.physicalBytes();
                group.barrier();
                work(trained, 10, 110);
                group.barrier();
                long leaked = Pointer.totalCount() - pointers;
                long grown = Pointer.physicalBytes() - resident;
                group.barrier();
                assertThat(leaked).isNotPositive();
                return grown;
              }
            });
    assertThat(growth).allMatch(grown -> grown < LEAK_OF_HUNDRED_STEPS);
  }

  private static void work(Trained trained, int from, int to) {
    for (int i = from; i < to; i++) {
      trained.run(i, LARGE_SIDE);
      if (i % 5 == 0) {
        new PreciseNorms(trained.network).update(() -> Trained.pictures(SIDE), 2);
      }
    }
  }
}
