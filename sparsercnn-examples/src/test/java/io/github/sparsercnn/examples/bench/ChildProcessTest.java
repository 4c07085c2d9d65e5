package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.SparseRcnnException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path folder;

  private ChildProcess java(String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(List.of(arguments));
    return new ChildProcess(command, folder.resolve("log"));
  }

  @Test
  void run_keepsWhatTheProcessPrinted() throws Exception {
    ChildProcess process = java("--version");

    assertThat(process.run().millis()).isBetween(1.0, 60_000.0);
    assertThat(process.output()).contains(System.getProperty("java.version"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void run_seesThePeakOfTheMemory() throws Exception {
    Measurement plain = java("-Xshare:auto", "-Xmx64m", "-XshowSettings:vm", "-version").run();
    Measurement touched = java("-Xms200m", "-Xmx200m", "-XX:+AlwaysPreTouch", "-version").run();

    assertThat(plain.peakBytes().orElseThrow()).isBetween(5_000_000L, 150_000_000L);
    assertThat(touched.peakBytes().orElseThrow()).isBetween(200_000_000L, 1_000_000_000L);
  }

  @Test
  void failure_isToldWithTheLastLine() {
    assertThatThrownBy(() -> java("-cp", folder.toString(), "NoSuchMain").run())
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("ended with exit status 1: ")
        .hasMessageContaining("NoSuchMain");
  }

  @Test
  void missingProgram_isToldByName() {
    ChildProcess process = new ChildProcess(List.of("no-such-program"), folder.resolve("log"));

    assertThatThrownBy(process::run)
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageStartingWith("no-such-program cannot be started: ");
    assertThat(process.output()).isEmpty();
  }
}
