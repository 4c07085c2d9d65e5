package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.distributed.LocalProcesses;
import io.github.sparsercnn.core.distributed.Machines;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

class ProcessOptionsTest {
  private static final List<String> COMMAND = List.of("java", "Main");

  /** A verb with these options only. */
  @Command
  private static final class Verb {
    @Mixin private final ProcessOptions processes = new ProcessOptions();

    @Parameters(arity = "0..*")
    private List<String> overrides = List.of();

    static Verb of(String words) {
      Verb verb = new Verb();
      new CommandLine(verb).parseArgs(words.isEmpty() ? new String[0] : words.split(" ", -1));
      return verb;
    }

    Optional<LocalProcesses> toStart(Map<String, String> environment) {
      return processes.toStart(COMMAND, overrides, environment);
    }

    Optional<String> device() {
      return processes.device(overrides);
    }
  }

  @Test
  void oneProcess_doesTheWorkItself() {
    for (String words : List.of("", "--num-processes 1", "--num-gpus 1", "--device cuda:1")) {
      assertThat(Verb.of(words).toStart(Map.of())).as(words).isEmpty();
    }
  }

  @Test
  void severalProcesses_areStartedOnceAndDoTheWorkThen() {
    Verb verb = Verb.of("--num-processes 3");
    assertThat(verb.toStart(Map.of("SPARSERCNN_TIMEOUT_SECONDS", "60")))
        .contains(new LocalProcesses(COMMAND, 3, Machines.onlyThis(), Duration.ofSeconds(60)));
    assertThat(verb.toStart(Map.of("SPARSERCNN_LAUNCHER", "1"))).isEmpty();
  }

  @Test
  void severalMachines_startEvenOneProcess() {
    Verb verb = Verb.of("--num-machines 2 --machine-rank 1 --dist-url tcp://a:29500");
    assertThat(verb.toStart(Map.of()))
        .contains(
            new LocalProcesses(
                COMMAND, 1, Machines.ofFlags(2, 1, "tcp://a:29500"), Duration.ofMinutes(30)));
  }

  @Test
  void device_isTheGpuOfTheProcessOrTheCpuThatAllShare() {
    assertThat(Verb.of("").device()).isEmpty();
    assertThat(Verb.of("MODEL.DEVICE cpu").device()).isEmpty();
    assertThat(Verb.of("--device cuda:1").device()).contains("cuda:1");
    assertThat(Verb.of("--num-gpus 1").device()).contains("cuda");
    assertThat(Verb.of("--num-gpus 1 MODEL.DEVICE cuda:1").device()).contains("cuda:1");
    assertThat(Verb.of("--num-gpus 8").device()).contains("cuda");
    assertThat(Verb.of("--num-processes 2").device()).contains("cpu");
    assertThat(Verb.of("--num-processes 2 --device cuda").device()).contains("cuda");
    assertThat(Verb.of("--num-processes 2 MODEL.DEVICE cuda").device()).isEmpty();
  }

  @Test
  void contradictions_areNamedBeforeAnythingStarts() {
    assertWrong(
        "--num-gpus 0", "--num-gpus is 0; expected at least 1; for the CPU say --device cpu");
    assertWrong("--num-processes 0", "--num-processes is 0");
    assertWrong("--num-gpus 2 --num-processes 4", "--num-processes is 4 and --num-gpus is 2");
    assertWrong("--num-gpus 2 --device cpu", "the device is cpu, but --num-gpus 2");
    assertWrong("--num-gpus 2 --device cuda:1", "the device is cuda:1, but --num-gpus 2");
    assertWrong("--num-gpus 1 MODEL.DEVICE cpu", "the device is cpu, but --num-gpus 1");
    assertWrong("--num-machines 2 --num-gpus 2", "2 machines need --dist-url");
  }

  @Test
  void gpusThatCannotBeUsed_areToldWithTheWayWithoutThem() {
    assumeFalse(hasGpu(), "this machine has a GPU");
    assertThatThrownBy(() -> Verb.of("--num-gpus 2").toStart(Map.of()))
        .isInstanceOf(NativeException.class)
        .hasMessageStartingWith("--num-gpus is 2: device \"cuda\" cannot be used: ")
        .hasMessageEndingWith("; without GPUs train with --num-processes 2 instead");
  }

  private static boolean hasGpu() {
    return !ComputeDevice.of(ComputeDevice.AUTO).isCpu();
  }

  private static void assertWrong(String words, String message) {
    assertThatThrownBy(() -> Verb.of(words).toStart(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
