package io.github.sparsercnn.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.LibTorchRuntime;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.TestCard;
import io.github.sparsercnn.core.torch.Ops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Module;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseRcnnDetectorTest {
  private static final String CHECKPOINT = "checkpoints/model.safetensors";

  private static DetectorBuilder builder(String checkpoint) {
    return Detector.builder().weights(Goldens.path(checkpoint)).device("cpu");
  }

  private static Image card(int width, int height) {
    RgbImage card = TestCard.of(width, height);
    return Image.ofRgb(card.bytes(), width, height);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bare.pth",
        "data_parallel.pth",
        "detectron2_0.3.pth",
        "detectron2_0.3_legacy_format.pth",
        "detectron2_0.6.pth",
        "legacy_format.pth",
        "mmdetection.pth",
        "model.safetensors",
        "zoo.pkl"
      })
  void load_withoutYamlAnswersAsWithIt(String file) throws IOException {
    List<String> words = new ArrayList<>();
    JsonNode expected =
        new ObjectMapper().readTree(Goldens.path("checkpoints/expected.json").toFile());
    for (var entry : expected.get("overrides").properties()) {
      words.add(entry.getKey().replace("__", "."));
      words.add(entry.getValue().asText());
    }
    words.addAll(List.of("INPUT.MIN_SIZE_TEST", "160"));
    Image picture = card(200, 150);
    Instances described;
    try (Detector detector =
        builder("checkpoints/bare.pth")
            .config("sparsercnn.res50.100pro.3x")
            .overrides(words)
            .build()) {
      described = detector.predict(picture);
    }
    try (Detector detector =
        builder("checkpoints/" + file).override("INPUT.MIN_SIZE_TEST", "160").build()) {
      assertThat(detector.info().assumed()).isNotEmpty();
      Instances found = detector.predict(picture);
      assertThat(found.boxes()).isEqualTo(described.boxes());
      assertThat(found.scores()).isEqualTo(described.scores());
      assertThat(found.classIds()).isEqualTo(described.classIds());
    }
  }

  @Test
  void load_ofHalvedWeightsAnswersNearly() {
    Image picture = card(200, 150);
    try (Detector whole = builder("checkpoints/bare.pth").build();
        Detector halved = builder("checkpoints/half.pth").build()) {
      float[] expected = whole.predict(picture).scores();
      assertThat(halved.predict(picture).scores())
          .usingComparatorWithPrecision(0.02f)
          .containsExactly(expected);
    }
  }

  @Test
  void categories_comeFromTheFileIfTheyFit() {
    try (Detector detector = builder("checkpoints/mmdetection.pth").build()) {
      assertThat(detector.categories().labels()).containsExactly("a", "b", "c", "d", "e");
    }
    try (Detector detector =
        builder("checkpoints/mmdetection.pth")
            .override("MODEL.SparseRCNN.NUM_CLASSES", "2")
            .ignoreClassHead()
            .build()) {
      assertThat(detector.categories().labels()).containsExactly("class 0", "class 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"torchvision_backbone.pth", "R-50_like.pkl"})
  void load_ofABackboneSaysThatTheHeadIsMissing(String file) {
    assertThatThrownBy(() -> builder("checkpoints/" + file).build())
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining(file)
        .hasMessageContaining("backbone")
        .hasMessageNotContaining("\n");
  }

  @Test
  void load_ofOtherClassesNamesTheClassHead() {
    assertThatThrownBy(
            () -> builder(CHECKPOINT).override("MODEL.SparseRCNN.NUM_CLASSES", "3").build())
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("class_logits.weight has 5 rows, the config has NUM_CLASSES 3")
        .hasMessageContaining("ignoreClassHead()");
  }

  @Test
  void load_ignoringTheClassHeadGivesEveryClassThePrior() {
    try (Detector detector =
        builder(CHECKPOINT)
            .override("MODEL.SparseRCNN.NUM_CLASSES", "3")
            .ignoreClassHead()
            .build()) {
      assertThat(detector.categories().size()).isEqualTo(3);
      Instances found = detector.predict(card(64, 64));
      assertThat(found.size()).isPositive();
      for (float score : found.scores()) {
        assertThat(score).isCloseTo(0.01f, within(1e-6f));
      }
    }
  }

  @Test
  void load_refusesLabelsThatAreNotOnePerClass() {
    assertThatThrownBy(() -> builder(CHECKPOINT).labels(List.of("a", "b")).build())
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("2 labels")
        .hasMessageContaining("NUM_CLASSES 5");
  }

  @Test
  void load_refusesAPrecisionThatIsNotThere() {
    assertThatThrownBy(() -> builder(CHECKPOINT).precision(Precision.FP16).build())
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("BF16 or FP32");
    assertThatThrownBy(() -> builder(CHECKPOINT).precision(Precision.INT8).build())
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("convert IN OUT --int8 --calibrate");
  }

  @Test
  void load_inBfloat16AnswersNearly() {
    Image picture = card(200, 150);
    try (Detector whole = builder("checkpoints/bare.pth").build();
        Detector short16 = builder("checkpoints/bare.pth").precision(Precision.BF16).build()) {
      float[] expected = whole.predict(picture).scores();
      assertThat(short16.predict(picture).scores())
          .usingComparatorWithPrecision(0.05f)
          .containsExactly(expected);
    }
  }

  @Test
  void predict_ofAListEqualsPredictOfEach() {
    List<Image> pictures =
        List.of(card(64, 48), card(48, 64), card(64, 48), card(65, 47), card(31, 200));
    try (Detector detector = builder(CHECKPOINT).override("INPUT.MIN_SIZE_TEST", "96").build()) {
      List<Instances> together = detector.predict(pictures);
      assertThat(together).hasSameSizeAs(pictures);
      for (int i = 0; i < pictures.size(); i++) {
        Instances alone = detector.predict(pictures.get(i));
        assertThat(together.get(i).classIds()).isEqualTo(alone.classIds());
        assertThat(together.get(i).scores())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(alone.scores());
        assertThat(together.get(i).boxes().toXyxy())
            .usingComparatorWithPrecision(1e-3f)
            .containsExactly(alone.boxes().toXyxy());
      }
      assertThat(detector.predict(List.of())).isEmpty();
    }
  }

  @Test
  void predict_byEightThreadsEqualsOneThreadBitForBit() throws Exception {
    List<Image> pictures = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      pictures.add(card(40 + i, 60));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Detector detector = builder(CHECKPOINT).override("INPUT.MIN_SIZE_TEST", "64").build()) {
      List<Instances> alone = pictures.stream().map(detector::predict).toList();
      List<Future<Instances>> futures = new ArrayList<>();
      for (Image picture : pictures) {
        futures.add(threads.submit(() -> detector.predict(picture)));
      }
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get()).isEqualTo(alone.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void predict_leavesNoNativeObjectBehind() {
    Image picture = card(64, 48);
    try (Detector detector = builder(CHECKPOINT).override("INPUT.MIN_SIZE_TEST", "64").build()) {
      detector.predict(picture);
      long objects = Pointer.totalCount();
      for (int i = 0; i < 200; i++) {
        detector.predict(picture);
      }
      assertThat(Pointer.totalCount()).isEqualTo(objects);
    }
  }

  @Test
  void close_givesEverythingBackAndMayBeRepeated() {
    try (Detector warmUp = builder(CHECKPOINT).build()) {
      assertThat(warmUp.info().tensorCount()).isPositive();
    }
    long before = Pointer.totalCount();
    Detector detector = builder(CHECKPOINT).build();
    assertThat(Pointer.totalCount()).isGreaterThan(before);
    detector.close();
    detector.close();
    assertThat(Pointer.totalCount()).isEqualTo(before);
    assertThat(detector.categories().size()).isEqualTo(5);
    assertThatThrownBy(() -> detector.predict(card(32, 32)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void load_thatFailsGivesEverythingBack() {
    DetectorBuilder wrong = builder(CHECKPOINT).override("MODEL.SparseRCNN.NUM_CLASSES", "3");
    assertThatThrownBy(wrong::build).isInstanceOf(SparseRcnnException.class);
    long before = Pointer.totalCount();
    assertThatThrownBy(wrong::build).isInstanceOf(SparseRcnnException.class);
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void predict_startsFromProposalsOfTheCaller() {
    FixedBoxes fixed = new FixedBoxes();
    try (Detector detector =
        new LibTorchRuntime().open(builder(CHECKPOINT).lenient().options(), fixed)) {
      assertThat(detector.predict(card(64, 64)).size()).isEqualTo(8);
    }
    assertThat(fixed.closed).isTrue();
  }

  /** Eight times the whole picture, without features. */
  private static final class FixedBoxes implements ProposalInitializer {
    private final Module module = new Module();
    private boolean closed;

    @Override
    public Proposals propose(ProposalContext context) {
      var corners = Ops.zeros(context.batchSize(), 8, 4);
      corners.narrow(2, 2, 2).copy_(context.imageScales().narrow(1, 2, 2).unsqueeze(1));
      return new Proposals(corners, Ops.zeros(context.batchSize(), 8, 16));
    }

    @Override
    public Module module() {
      return module;
    }

    @Override
    public void close() {
      closed = true;
      module.close();
    }
  }
}
