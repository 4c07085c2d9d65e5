package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.WeightsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path folder;
  private Path picture;

  @BeforeEach
  void makePicture() throws Exception {
    picture = Files.createFile(folder.resolve("a.jpg"));
  }

  private Cli failingWith(Throwable failure) {
    return new Cli(
        builder -> {
          throw sneaky(failure);
        });
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  private static int predict(Cli cli, Path picture, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "predict";
    args[1] = "--weights=w.pth";
    args[2] = picture.toString();
    args[3] = "--batch-size=2";
    System.arraycopy(more, 0, args, 4, more.length);
    return cli.run(args);
  }

  @Test
  void help_namesTheVerbs() {
    Cli cli = new Cli(builder -> new FakeDetector());

    assertThat(cli.run("--help")).isZero();
    assertThat(cli.out()).contains("Usage: sparsercnn", "demo", "predict");
  }

  @Test
  void version_isThatOfTheBuild() {
    Cli cli = new Cli(builder -> new FakeDetector());

    assertThat(cli.run("--version")).isZero();
    assertThat(cli.out()).matches("(?s)sparsercnn \\d+\\.\\d+\\.\\d+.*LibTorch and JavaCPP 2\\..*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "predikt",
        "predict",
        "predict a.jpg",
        "predict a.jpg --weights w.pth --batch-size 0",
        "predict a.jpg --weights w.pth --threshold high",
        "predict a.jpg --weights w.pth --threshold NaN",
        "demo --confidence-threshold 40",
        "predict a.jpg --weights w.pth --device tpu",
        "predict a.jpg --wights w.pth",
        "demo --input a.jpg --video-input a.mp4"
      })
  void wrongUsage_isOneLineAndExitStatus2(String line) {
    Cli cli = new Cli(builder -> new FakeDetector());

    assertThat(cli.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(1).allMatch(text -> text.contains("--help"));
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void misspelledVerb_isCorrected() {
    Cli cli = new Cli(builder -> new FakeDetector());

    cli.run("predikt");

    assertThat(cli.err()).contains("did you mean predict");
  }

  @Test
  void ownFailure_isItsMessageInOneLine() {
    Cli cli = failingWith(new WeightsException("w.pth is cut short;\n download it again"));

    assertThat(predict(cli, picture)).isEqualTo(1);
    assertThat(cli.err())
        .isEqualToNormalizingNewlines(
            "sparsercnn predict: w.pth is cut short; download it again\n");
  }

  @Test
  void ownFailure_hasItsStackTraceWhenVerbose() {
    Cli cli = failingWith(new WeightsException("w.pth is cut short"));

    assertThat(predict(cli, picture, "--verbose")).isEqualTo(1);
    assertThat(cli.err()).contains("w.pth is cut short", "\tat io.github.sparsercnn");
  }

  @Test
  void unexpectedFailure_asksToReportIt() {
    Cli cli = failingWith(new IllegalStateException("boom"));

    assertThat(predict(cli, picture)).isEqualTo(1);
    assertThat(cli.err()).contains("--verbose", "boom").hasLineCount(1);
  }

  @Test
  void exhaustedMemory_isOneLine() {
    Cli cli = failingWith(new OutOfMemoryError("Java heap space"));

    assertThat(predict(cli, picture)).isEqualTo(1);
    assertThat(cli.err()).contains("out of memory (Java heap space)").hasLineCount(1);
  }
}
