package io.github.sparsercnn.core.network;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shortcuts change how long an answer takes, not the answer. */
class ShortcutTest {
  private static final int HEIGHT = 160;
  private static final int WIDTH = 224;
  private static final Architecture ARCHITECTURE =
      Architecture.builder()
          .numClasses(3)
          .numProposals(7)
          .numHeads(3)
          .hiddenDim(32)
          .nheads(2)
          .dimDynamic(8)
          .dimFeedforward(32)
          .fpnOutChannels(32)
          .stemOutChannels(8)
          .res2OutChannels(16)
          .widthPerGroup(4)
          .build();

  private static ProposalInitializer proposals;
  private static SparseRcnn trainable;

  @BeforeAll
  static void build() {
    proposals =
        ProposalInitializers.create(
            "learned", new ProposalSettings(ARCHITECTURE, Config.defaults()));
    trainable = SparseRcnn.of(ARCHITECTURE, proposals, new Weights(new FormulaWeights()));
  }

  @AfterAll
  static void free() {
    trainable.close();
    proposals.close();
  }

  private static ImageBatch pictures(int count) {
    float[] pixels = new float[count * 3 * HEIGHT * WIDTH];
    FormulaWeights.Stream stream = new FormulaWeights.Stream("pictures");
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) stream.next();
    }
    return new ImageBatch(
        HostTensors.ofFloats(pixels, count, 3, HEIGHT, WIDTH),
        Collections.nCopies(count, new ImageSize(WIDTH, HEIGHT)));
  }

  /** Everything that all stages say of some pictures. */
  private static List<float[]> answers(SparseRcnn network, int count) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      List<float[]> answers = new ArrayList<>();
      for (StageOutput stage : network.forward(pictures(count))) {
        for (Tensor tensor : List.of(stage.logits(), stage.boxes(), stage.features())) {
          answers.add(HostTensors.toFloats(tensor));
        }
      }
      return answers;
    }
  }

  private static List<float[]> answers(Precision precision, Set<Shortcut> shortcuts, int count) {
    try (SparseRcnn network = trainable.prepare(new PreparationOptions(precision, shortcuts))) {
      return answers(network, count);
    }
  }

  private static void assertSame(List<float[]> actual, List<float[]> expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertClose("answer " + i, actual.get(i), expected.get(i), tolerance);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shortcut_leavesTheAnswersAlone(Shortcut shortcut) {
    List<float[]> expected = answers(Precision.FP32, Set.of(), 2);
    assertSame(answers(Precision.FP32, Set.of(shortcut), 2), expected, 1e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shortcuts_togetherLeaveTheAnswersAlone(int pictures) {
    List<float[]> expected = answers(trainable, pictures);
    assertSame(answers(Precision.FP32, EnumSet.allOf(Shortcut.class), pictures), expected, 1e-5);
  }

  @Test
  void bfloat16_answersNearly() {
    List<float[]> expected = answers(trainable, 1);
    assertSame(answers(Precision.BF16, EnumSet.allOf(Shortcut.class), 1), expected, 0.05);
    assertSame(answers(Precision.BF16, Set.of(), 1), expected, 0.05);
  }

  @Test
  void int8_answersNearly() {
    List<float[]> expected = answers(trainable, 1);
    for (Set<Shortcut> shortcuts : List.of(Set.<Shortcut>of(), EnumSet.allOf(Shortcut.class))) {
      PreparationOptions options =
          new PreparationOptions(Precision.INT8, shortcuts, Optional.of(activations()));
      try (SparseRcnn network = trainable.prepare(options)) {
        assertSame(answers(network, 1), expected, 0.1);
      }
    }
  }

  private static ActivationRanges activations() {
    try (Calibration calibration = new Calibration(trainable);
        TensorScope scope = TensorScope.open()) {
      calibration.look(pictures(1));
      return calibration.ranges();
    }
  }

  @Test
  void int8_needsTheRangeOfEachLayer() {
    assertThatThrownBy(() -> new PreparationOptions(Precision.INT8, Set.of()))
        .hasMessageContaining("ranges");
    Map<String, ActivationRanges.Range> some = new HashMap<>(activations().ranges());
    some.remove("res3.0.shortcut");
    PreparationOptions options =
        new PreparationOptions(Precision.INT8, Set.of(), Optional.of(new ActivationRanges(some)));
    assertThatThrownBy(() -> trainable.prepare(options))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("res3.0.shortcut")
        .hasMessageContaining("--calibrate");
    long before = Pointer.totalCount();
    assertThatThrownBy(() -> trainable.prepare(options)).isInstanceOf(WeightsException.class);
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void activationRanges_surviveTheWayThroughAFile() {
    ActivationRanges ranges = activations();
    assertThat(ranges.ranges()).containsKeys("stem", "res2.0.shortcut", "res5.2.conv3");
    assertThat(ActivationRanges.ofJson(ranges.toJson())).isEqualTo(ranges);
    for (String damaged : List.of("{", "{\"stem\": 3}", "{\"stem\": [2, 1]}")) {
      assertThatThrownBy(() -> ActivationRanges.ofJson(damaged))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("activation range");
    }
  }

  @Test
  void sparsePyramid_computesPartOfIt() {
    PreparationOptions options =
        new PreparationOptions(Precision.FP32, Set.of(Shortcut.SPARSE_PYRAMID));
    try (SparseRcnn network = trainable.prepare(options)) {
      assertThat(network.computedShare()).isEqualTo(1);
      assertThat(network.computedShares()).isEmpty();
      answers(network, 1);
      assertThat(network.computedShare()).isGreaterThan(0).isLessThan(1);
      assertThat(network.computedShares()).hasSizeGreaterThan(1).allMatch(s -> s >= 0 && s <= 1);
    }
  }

  @Test
  void preparedNetwork_answersThreadsAtOnceAsOneAfterAnother() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (SparseRcnn network = trainable.prepare()) {
      List<float[]> expected = answers(network, 2);
      List<Future<List<float[]>>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(threads.submit(() -> answers(network, 2)));
      }
      for (Future<List<float[]>> answers : all) {
        assertSame(answers.get(), expected, 0);
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void preparedNetwork_leavesNothingBehind(Precision precision) {
    answers(precision, EnumSet.allOf(Shortcut.class), 1);
    long before = Pointer.totalCount();
    for (int i = 0; i < 3; i++) {
      answers(precision, EnumSet.allOf(Shortcut.class), 1);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void inForce_leavesOutWhatThePropertyLists() {
    assertThat(Shortcut.inForce()).containsExactly(Shortcut.values());
    System.setProperty("sparsercnn.without", "packed-weights, sparse-pyramid");
    try {
      assertThat(Shortcut.inForce())
          .doesNotContain(Shortcut.PACKED_WEIGHTS, Shortcut.SPARSE_PYRAMID)
          .contains(Shortcut.CONSTANT_START);
      System.setProperty("sparsercnn.without", "magic");
      assertThatThrownBy(Shortcut::inForce)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("magic")
          .hasMessageContaining("sparse-pyramid");
    } finally {
      System.clearProperty("sparsercnn.without");
    }
  }
}
