package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.CheckpointFormat;
import io.github.sparsercnn.core.checkpoint.DType;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.network.ActivationRanges;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  private static final String MATRIX = "head.head_series.0.linear1.weight";

  @TempDir private Path folder;
  private final Cli cli = new Cli(builder -> new FakeDetector());

  private int convert(String checkpoint, Path output, String... options) {
    String[] args = new String[3 + options.length];
    args[0] = "convert";
    args[1] = Goldens.checkpoint(checkpoint).toString();
    args[2] = output.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return cli.run(args);
  }

  @Test
  void convert_writesTheFormatOfTheExtension() {
    Path safetensors = folder.resolve("m.safetensors");
    Path pth = folder.resolve("m.pth");

    assertThat(convert("mmdetection.pth", safetensors)).isZero();
    assertThat(convert("model.safetensors", pth)).isZero();

    Checkpoint first = Checkpoint.read(safetensors);
    Checkpoint second = Checkpoint.read(pth);
    assertThat(first.format()).isEqualTo(CheckpointFormat.SAFETENSORS);
    assertThat(second.format()).isEqualTo(CheckpointFormat.PTH_ZIP);
    assertThat(first.tensors().get(MATRIX).data()).isEqualTo(second.tensors().get(MATRIX).data());
    assertThat(cli.out()).contains("m.safetensors: ", " tensors, ", " numbers, ", " MB");
  }

  @Test
  void convert_measuresOnPicturesWhatInt8HasToKnow() throws Exception {
    Path output = folder.resolve("m.safetensors");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    ImageIO.write(
        new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB),
        "png",
        pictures.resolve("black.png").toFile());

    assertThat(convert("bare.pth", output, "--int8")).isEqualTo(2);
    assertThat(cli.err()).contains("--calibrate DIR");
    assertThat(convert("bare.pth", output, "--int8", "--calibrate=" + pictures)).isZero();

    String ranges = Checkpoint.read(output).metadata().get(ActivationRanges.KEY);
    assertThat(ActivationRanges.ofJson(String.valueOf(ranges)).ranges()).containsKey("stem");
    try (Detector detector = Detector.builder().weights(output).precision(Precision.INT8).build()) {
      assertThat(detector.predict(pictures.resolve("black.png"))).isNotNull();
    }
  }

  @Test
  void convert_putsPrecisionLabelsAndConfigIntoTheFile() throws Exception {
    Path output = folder.resolve("m.safetensors");
    Path yaml = Files.writeString(folder.resolve("c.yaml"), "VERSION: 2 # as it is\n");

    assertThat(convert("bare.pth", output, "--half", "--labels=a,b,c,d,e", "--config-file=" + yaml))
        .isZero();

    Checkpoint converted = Checkpoint.read(output);
    assertThat(converted.labels()).isEqualTo(List.of("a", "b", "c", "d", "e"));
    assertThat(converted.config()).contains("VERSION: 2 # as it is\n");
    assertThat(converted.tensors().get(MATRIX).dtype()).isEqualTo(DType.F16);
  }

  @Test
  void convert_resolvesTheBasesOfAConfig() throws Exception {
    Path output = folder.resolve("m.safetensors");
    Files.writeString(folder.resolve("base.yaml"), "INPUT: {MIN_SIZE_TEST: 123}\n");
    Path yaml = Files.writeString(folder.resolve("c.yaml"), "_BASE_: base.yaml\nVERSION: 2\n");

    assertThat(convert("bare.pth", output, "--config-file=" + yaml)).isZero();

    Config config = Config.parse(Checkpoint.read(output).config().orElseThrow(), "metadata");
    assertThat(config.getInt("INPUT.MIN_SIZE_TEST")).isEqualTo(123);
  }

  @Test
  void convert_refusesOtherExtensionsInOneLine() {
    assertThat(convert("bare.pth", folder.resolve("m.onnx"))).isEqualTo(1);

    assertThat(cli.err()).hasLineCount(1).contains("m.onnx", ".safetensors");
  }

  @Test
  void convert_refusesFilesThatAreNoWeightsInOneLine() {
    assertThat(convert("expected.json", folder.resolve("m.pth"))).isEqualTo(1);

    assertThat(cli.err()).hasLineCount(1).contains("expected.json");
    assertThat(folder.resolve("m.pth")).doesNotExist();
  }
}
