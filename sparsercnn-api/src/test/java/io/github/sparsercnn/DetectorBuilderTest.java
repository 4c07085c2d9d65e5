package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorBuilderTest {
  private static DetectorBuilder builder() {
    return Detector.builder().weights("model.pth");
  }

  @Test
  void options_haveDefaults() {
    DetectorOptions options = builder().options();
    assertThat(options.weights()).isEqualTo("model.pth");
    assertThat(options.configFile()).isEmpty();
    assertThat(options.preset()).isEmpty();
    assertThat(options.overrides()).isEmpty();
    assertThat(options.labels()).isEmpty();
    assertThat(options.device()).isEmpty();
    assertThat(options.precision()).isEqualTo(Precision.FP32);
    assertThat(options.proposals()).isEmpty();
    assertThat(options.ignoreClassHead()).isFalse();
    assertThat(options.lenient()).isFalse();
    assertThat(options.maxPixels()).isEqualTo(178_956_970L);
    assertThat(options.truncatedImages()).isFalse();
    assertThat(options.testTimeAugmentation()).isEmpty();
  }

  @Test
  void options_holdWhatWasSet() {
    DetectorOptions options =
        Detector.builder()
            .weights(Path.of("model.pth"))
            .config(Path.of("model.yaml"))
            .override("INPUT.MIN_SIZE_TEST", "640")
            .overrides(List.of("TEST.DETECTIONS_PER_IMAGE", "10", "INPUT.MIN_SIZE_TEST", "800"))
            .labels(List.of("RBC", "WBC"))
            .device("cuda:1")
            .precision(Precision.BF16)
            .proposals("box-transformer")
            .ignoreClassHead()
            .lenient()
            .maxPixels(1000)
            .truncatedImages()
            .options();
    assertThat(options.weights()).isEqualTo("model.pth");
    assertThat(options.configFile()).contains(Path.of("model.yaml"));
    assertThat(options.overrides())
        .containsExactly(
            "INPUT.MIN_SIZE_TEST",
            "640",
            "TEST.DETECTIONS_PER_IMAGE",
            "10",
            "INPUT.MIN_SIZE_TEST",
            "800");
    assertThat(options.labels()).contains(List.of("RBC", "WBC"));
    assertThat(options.device()).contains("cuda:1");
    assertThat(options.precision()).isEqualTo(Precision.BF16);
    assertThat(options.proposals()).contains("box-transformer");
    assertThat(options.ignoreClassHead()).isTrue();
    assertThat(options.lenient()).isTrue();
    assertThat(options.maxPixels()).isEqualTo(1000);
    assertThat(options.truncatedImages()).isTrue();
  }

  @Test
  void options_doNotFollowTheBuilderAfterwards() {
    DetectorBuilder builder = builder();
    DetectorOptions before = builder.options();
    builder.device("cuda").override("A.B", "1");
    assertThat(before.device()).isEmpty();
    assertThat(before.overrides()).isEmpty();
    assertThat(builder.options().device()).contains("cuda");
  }

  @Test
  void options_needWeights() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Detector.builder().options())
        .withMessage("weights were not set; call weights(...) before build()");
  }

  static Stream<Consumer<DetectorBuilder>> singleOptions() {
    return Stream.of(
        b -> b.weights("other.pth"),
        b -> b.weights(Path.of("other.pth")),
        b -> b.config("sparsercnn.res50.100pro.3x"),
        b -> b.config(Path.of("a.yaml")),
        b -> b.labels(List.of("a")),
        b -> b.device("cpu"),
        b -> b.precision(Precision.FP32),
        b -> b.proposals("learned"),
        b -> b.maxPixels(DetectorOptions.DEFAULT_MAX_PIXELS));
  }

  @ParameterizedTest
  @MethodSource("singleOptions")
  void setters_refuseASecondValueEvenIfItIsTheDefault(Consumer<DetectorBuilder> setter) {
    DetectorBuilder builder = Detector.builder();
    setter.accept(builder);
    assertThatIllegalStateException()
        .isThrownBy(() -> setter.accept(builder))
        .withMessageMatching("\\w+ was already set to .+; set it once");
  }

  @Test
  void config_isEitherAFileOrAPreset() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().config("preset").config(Path.of("a.yaml")))
        .withMessage("config was already set to preset; set it once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().config("configs/Mine.YAML"))
        .withMessage(
            "config(String) takes the name of a preset; for the file configs/Mine.YAML use a Path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "CUDA", "cuda:", "cuda:-1", "cuda:x", "cpu:0", "", " cpu"})
  void device_refusesOtherNames(String device) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().device(device))
        .withMessage(
            "device must be auto, cpu, cuda, cuda:N, cuda:least-used or cuda:NAME, got '"
                + device
                + "'");
  }

  @Test
  void setters_refuseWhatCannotBeMeant() {
    assertThatIllegalArgumentException().isThrownBy(() -> Detector.builder().weights(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().config(""));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().proposals(""));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().labels(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().labels(List.of("a", "")));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().maxPixels(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().override("", "1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().overrides(List.of("A.B", "1", "C.D")))
        .withMessage(
            "overrides must be KEY VALUE pairs, but the last key has no value: [A.B, 1, C.D]");
  }

  @Test
  void weights_refuseAFileInsideAnArchive(@TempDir Path folder) throws Exception {
    URI zip = URI.create("jar:" + folder.resolve("model.zip").toUri());
    try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Detector.builder().weights(archive.getPath("model.pth")))
          .withMessageContaining("copy them out first");
    }
  }

  @Test
  void weights_remainSettableAfterARefusedValue() {
    DetectorBuilder builder = Detector.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.weights(""));
    assertThat(builder.weights("model.pth").options().weights()).isEqualTo("model.pth");
  }

  @Test
  void augmentation_isThatOfTheConfigurationOrOnesOwn() {
    assertThat(builder().testTimeAugmentation().options().overrides())
        .containsExactly("TEST.AUG.ENABLED", "True");
    TestTimeAugmentation own = TestTimeAugmentation.ofShortEdges(320, 416);
    assertThat(builder().testTimeAugmentation(own).options().testTimeAugmentation()).contains(own);
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().testTimeAugmentation(own).testTimeAugmentation(own))
        .withMessageContaining("set it once");
  }
}
