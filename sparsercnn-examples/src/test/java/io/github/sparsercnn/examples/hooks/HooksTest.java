package io.github.sparsercnn.examples.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.loading.AugmentedPicture;
import io.github.sparsercnn.core.evaluation.Evaluator;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import io.github.sparsercnn.core.training.TrainingParts;
import io.github.sparsercnn.core.training.solver.ParameterGroups;
import io.github.sparsercnn.core.training.solver.ParameterRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example trains, and does what it says. */
class HooksTest {
  @TempDir private Path folder;

  private static final class Notes implements TrainingListener {
    private final List<TrainingProgress> all = new ArrayList<>();

    @Override
    public void iterationFinished(TrainingProgress progress) {
      all.add(progress);
    }
  }

  private record Trained(TrainingSummary summary, List<TrainingProgress> iterations) {}

  private Trained train(TrainingParts parts, String... overrides) throws IOException {
    Notes notes = new Notes();
    TrainingSummary summary =
        new LibTorchRuntime()
            .trainer(
                SmearTraining.in(folder).overrides(List.of(overrides)).listener(notes).options(),
                parts)
            .train();
    return new Trained(summary, notes.all);
  }

  @Test
  void ownOptimizer_isUsedWithItsScheduleAndResumed() throws Exception {
    Trained trained = train(new OwnOptimizer(), "SOLVER.BASE_LR", "0.01");
    assertThat(trained.iterations())
        .extracting(TrainingProgress::learningRate)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.0001, 0.0002, 0.0003, 0.0004);

    TrainingSummary resumed =
        new LibTorchRuntime()
            .trainer(
                SmearTraining.in(folder).override("SOLVER.MAX_ITER", "5").options(),
                new OwnOptimizer())
            .resume();
    assertThat(resumed.iterations()).isEqualTo(5);
  }

  @Test
  void lion_goesByTheSignOfTheMomentum() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor weight = HostTensors.ofFloats(new float[] {1, 2, -3}, 3);
      try (ParameterGroups groups =
              ParameterGroups.of(Map.of("w", weight), ParameterRules.uniform(0.5));
          Lion lion = new Lion(groups)) {
        weight.grad().copy_(HostTensors.ofFloats(new float[] {7, -0.1f, 0}, 3));
        lion.step(0.1);
        assertThat(HostTensors.toFloats(weight))
            .containsExactly(new float[] {0.85f, 2.0f, -2.85f}, within(1e-6f));
        assertThat(HostTensors.toFloats(lion.state("w").get("exp_avg")))
            .containsExactly(new float[] {0.07f, -0.001f, 0}, within(1e-6f));
      }
    }
  }

  @Test
  void quarterTurns_takeTheBoxesAlong() {
    byte[] pixels = new byte[4 * 3 * 3];
    pixels[(1 * 4 + 3) * 3] = 99; // one red pixel, at x 3 and y 1
    AugmentedPicture picture =
        new AugmentedPicture(
            new RgbImage(pixels, new ImageSize(4, 3)), new double[] {3, 1, 4, 2}, new int[] {5});
    AugmentedPicture turned = picture;
    for (int turns = 0; turns < 4; turns++) {
      turned = QuarterTurns.turn(turned);
      double[] box = turned.corners();
      int left = (int) box[0];
      int top = (int) box[1];
      int at = (top * turned.image().width() + left) * 3;
      assertThat(turned.image().bytes()[at]).isEqualTo((byte) 99);
      assertThat(box[2] - box[0]).isEqualTo(1);
      assertThat(box[3] - box[1]).isEqualTo(1);
    }
    assertThat(turned.image().bytes()).isEqualTo(pixels);
    assertThat(turned.corners()).isEqualTo(picture.corners());
    Set<Integer> widths = new HashSet<>();
    Random random = new Random(1);
    for (int draw = 0; draw < 20; draw++) {
      widths.add(new QuarterTurns().apply(picture, random).image().width());
    }
    assertThat(widths).containsExactlyInAnyOrder(3, 4);
  }

  @Test
  void ownMapper_trains() throws Exception {
    Trained own = train(new OwnMapper());
    Trained official = train(new TrainingParts() {});
    assertThat(own.iterations()).hasSize(4);
    assertThat(own.iterations().get(0).losses())
        .isNotEqualTo(official.iterations().get(0).losses());
  }

  @Test
  void ownEvaluator_addsItsFigure() throws Exception {
    Map<String, Double> figures = train(new OwnEvaluator()).summary().metrics();
    assertThat(figures).containsKeys("bbox/AP", CellCount.ERROR);
    assertThat(figures.get(CellCount.ERROR)).isPositive();
    Path metrics = folder.resolve("output/metrics.json");
    List<String> lines = Files.readAllLines(metrics);
    JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(last.get(CellCount.ERROR).asDouble()).isEqualTo(figures.get(CellCount.ERROR));
  }

  @Test
  void cellCount_isTheMeanDifference() {
    ImageSize size = new ImageSize(10, 10);
    Categories categories = Categories.of(List.of("cell"));
    LabeledBox cell = new LabeledBox(0, 0, 0, 1, 1, false);
    Dataset dataset =
        new Dataset(
            "two",
            categories,
            List.of(
                new LabeledPicture(1, Path.of("a"), "a", size, List.of(cell, cell, cell)),
                new LabeledPicture(2, Path.of("b"), "b", size, List.of(cell))));
    Evaluator<Map<String, Double>> none =
        new Evaluator<>() {
          @Override
          public void process(long imageId, Instances instances) {}

          @Override
          public Map<String, Double> evaluate() {
            return Map.of("other", 1.0);
          }
        };
    CellCount count = new CellCount(none, dataset);
    count.process(
        1,
        Instances.of(
            size,
            Boxes.of(0, 0, 1, 1, 0, 0, 2, 2),
            new float[] {0.9f, 0.4f},
            new int[2],
            categories));
    assertThat(count.evaluate()).isEqualTo(Map.of("other", 1.0, CellCount.ERROR, 1.5));
  }

  @Test
  void ownLoss_isPartOfTheTotal() throws Exception {
    for (TrainingProgress progress : train(new OwnLoss()).iterations()) {
      assertThat(progress.losses()).containsKeys("loss_ce", OwnLoss.NAME);
      assertThat(progress.losses().get(OwnLoss.NAME)).isPositive();
    }
  }

  @Test
  void ownHook_keepsBoxesWithinThePicture() throws Exception {
    String[] large = {
      "SOLVER.RATE_FACTORS", "('init_proposal_boxes.weight', 10000)", "SOLVER.WARMUP_ITERS", "0"
    };
    assertThat(boxes(train(new OwnHook(), large))).allMatch(side -> side >= 0 && side <= 1);
    assertThat(boxes(train(new TrainingParts() {}, large))).anyMatch(side -> side < 0 || side > 1);
  }

  private static List<Float> boxes(Trained trained) {
    List<Float> sides = new ArrayList<>();
    for (float side :
        Checkpoint.read(trained.summary().finalModel())
            .tensors()
            .get(BoxesWithinPicture.BOXES)
            .toFloats()) {
      sides.add(side);
    }
    return sides;
  }

  @Test
  void ownKeys_areReadLikeAllOthers() {
    Config config =
        Config.detectron2Defaults()
            .with(List.of("CELLS.COUNT_THRESHOLD", "0.25", "CELLS.KINDS", "('RBC',)"));
    assertThat(config.getDouble("CELLS.COUNT_THRESHOLD")).isEqualTo(0.25);
    assertThat(Config.parse(config.toYaml(), "own.yaml").getStrings("CELLS.KINDS"))
        .containsExactly("RBC");
    assertThatThrownBy(() -> config.with(List.of("CELLS.COUNT_THRESHOLD", "many")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CELLS.COUNT_THRESHOLD must be a float");
  }

  @Test
  void ownStep_givesTheOfficialNumbersWhereNothingSpikes() throws Exception {
    Trained own = train(new OwnStep());
    Trained official = train(new TrainingParts() {});
    assertThat(own.iterations())
        .extracting(TrainingProgress::losses)
        .isEqualTo(official.iterations().stream().map(TrainingProgress::losses).toList());
  }
}
