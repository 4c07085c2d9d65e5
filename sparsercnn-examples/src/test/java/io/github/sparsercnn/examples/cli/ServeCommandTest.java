package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
  private final FakeDetector detector = new FakeDetector();
  private final Cli cli = new Cli(builder -> detector);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--batch 0           | --batch must be at least 1, got 0",
        "--max-delay -1      | --max-delay must be not negative",
        "--queue 0           | --queue must be at least 1, got 0",
        "--deadline 0        | --deadline must be above zero",
        "--max-bytes 0       | --max-bytes must be at least 1",
        "--max-pixels 0      | --max-pixels must be at least 1",
        "--port 65536        | --port must be in 0..65535, got 65536",
        "8080                | expected pairs of KEY VALUE, found 8080",
        "--device tpu        | tpu",
        "--wights w.pth      | --wights",
      })
  void wrongUsage_isOneLineAndExitStatus2(String line, String says) {
    String[] args = ("serve " + line.strip()).split(" ");

    assertThat(cli.run(args)).isEqualTo(2);
    assertThat(cli.err()).hasLineCount(1).contains(says, "--help");
  }

  @ParameterizedTest
  @CsvSource({"--host,nowhere.invalid,no such host", "--host,192.0.2.1,cannot listen at"})
  void addressThatCannotBeUsed_isOneLineAndClosesTheDetector(
      String option, String value, String says) {
    assertThat(cli.run("serve", "--weights", "w.pth", option, value)).isEqualTo(1);
    assertThat(cli.err()).hasLineCount(1).contains(says);
    assertThat(detector.closed).isTrue();
  }
}
