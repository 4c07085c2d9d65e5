package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, most of them without LibTorch. */
@Timeout(300)
class LocalProcessesTest {
  /** For what shall succeed, however busy the machine is. */
  private static final Duration LONG = Duration.ofMinutes(2);

  /** More than a report of failure takes, and much less than the long timeout. */
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void processes_getTheirNumbersAndTheFirstOnesOutputIsPassedOn() throws Exception {
    assertThat(run(LocalMain.processes("tell"))).isZero();
    String threads =
        System.getenv()
            .getOrDefault(
                "OMP_NUM_THREADS",
                Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
    assertThat(directory.resolve("output"))
        .hasContent("[0, 2, 0, 127.0.0.1, 0, 77, " + threads + ", true]");
    assertThat(errors()).contains("warning of process 0", "[1] warning of process 1");
  }

  @Test
  void failure_endsAllAndIsToldOnce() throws Exception {
    long start = System.nanoTime();
    assertThat(run(LocalMain.processes("second-fails"))).isEqualTo(3);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(errors())
        .containsExactly(
            "[1] no such picture: a.jpg",
            "process 1 failed with exit code 3; the other processes were ended");
  }

  @Test
  void failure_ofAllForOneReasonIsToldOnce() throws Exception {
    assertThat(run(LocalMain.processes("both-fail"))).isEqualTo(4);
    assertThat(errors())
        .containsExactly(
            "no such file: my.yaml",
            "process 0 failed with exit code 4; the other processes were ended");
  }

  @Test
  void failure_thatOthersSufferFromFirstIsTheOneThatCounts() throws Exception {
    assertThat(run(LocalMain.processes("first-suffers"))).isEqualTo(5);
    assertThat(errors())
        .containsExactly(
            "process 0 of 2 lost the others in sum",
            "[1] no such picture: a.jpg",
            "process 1 failed with exit code 5; the other processes were ended");
  }

  @Test
  void interrupt_endsAll() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread launcher =
        new Thread(
            () -> {
              try {
                run(LocalMain.processes("sleep", directory.toString()));
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    launcher.start();
    List<ProcessHandle> sleepers = List.of(awaitSleeper(0), awaitSleeper(1));
    launcher.interrupt();
    launcher.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertEnd(sleepers);
  }

  @Test
  void endOfTheLauncher_endsAll() throws Exception {
    Process launcher = startLauncher();
    List<ProcessHandle> sleepers = List.of(awaitSleeper(0), awaitSleeper(1));
    launcher.destroy();
    assertThat(launcher.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertEnd(sleepers);
  }

  @Test
  void deathOfTheLauncher_endsAll() throws Exception {
    Process launcher = startLauncher();
    List<ProcessHandle> sleepers = List.of(awaitSleeper(0), awaitSleeper(1));
    launcher.destroyForcibly();
    assertEnd(sleepers);
  }

  @Test
  void processes_findEachOtherAndComputeTogether() throws Exception {
    LocalProcesses processes =
        new LocalProcesses(
            JavaCommand.likeThisOne(PeerMain.class.getName(), List.of("collectives")),
            2,
            Machines.onlyThis(),
            LONG);
    assertThat(run(processes)).isZero();
    assertThat(Files.readString(directory.resolve("output"))).contains("[][112]2");
  }

  @Test
  void mistakes_areNamed() {
    assertThatThrownBy(
            () -> new LocalProcesses(List.of("java"), 0, Machines.onlyThis(), Duration.ZERO))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--num-processes is 0");
    LocalProcesses processes =
        new LocalProcesses(List.of("/no/such/java"), 2, Machines.onlyThis(), Duration.ofSeconds(1));
    assertThatThrownBy(() -> run(processes))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot start /no/such/java");
  }

  private int run(LocalProcesses processes) throws InterruptedException {
    Redirect output = Redirect.to(directory.resolve("output").toFile());
    return processes.run(output, new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private List<String> errors() {
    return errors.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Process startLauncher() throws IOException {
    return new ProcessBuilder(
            JavaCommand.likeThisOne(
                LocalMain.class.getName(), List.of("launch-sleepers", directory.toString())))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start();
  }

  private ProcessHandle awaitSleeper(int rank) throws Exception {
    Path file = directory.resolve("pid" + rank);
    while (!Files.exists(file) || Files.size(file) == 0) {
      Thread.sleep(20);
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file))).orElseThrow();
  }

  private static void assertEnd(List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      process.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(process.isAlive()).isFalse();
    }
  }
}
