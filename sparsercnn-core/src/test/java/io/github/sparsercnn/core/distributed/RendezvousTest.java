package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RendezvousTest {
  private static final Map<String, String> TORCHRUN =
      Map.of(
          "RANK", "3",
          "WORLD_SIZE", "4",
          "LOCAL_RANK", "1",
          "LOCAL_WORLD_SIZE", "2",
          "MASTER_ADDR", "node1",
          "MASTER_PORT", "29500");

  @Test
  void ofEnvironment_readsTorchrunsVariables() {
    assertThat(Rendezvous.ofEnvironment(TORCHRUN))
        .contains(new Rendezvous(3, 4, 1, MeetingPoint.of("node1", 29500), Duration.ofMinutes(30)));
    assertThat(Rendezvous.ofEnvironment(with("SPARSERCNN_TIMEOUT_SECONDS", "90")))
        .hasValueSatisfying(
            rendezvous -> assertThat(rendezvous.timeout()).isEqualTo(Duration.ofSeconds(90)));
  }

  @Test
  void torchrunItself_keepsTheNotesOfEachStart() {
    Map<String, String> first = with("TORCHELASTIC_USE_AGENT_STORE", "True");
    assertThat(Rendezvous.ofEnvironment(first))
        .map(Rendezvous::point)
        .contains(MeetingPoint.atAgent("node1", 29500, "0"));
    Map<String, String> third = new HashMap<>(first);
    third.put("TORCHELASTIC_RESTART_COUNT", "2");
    Rendezvous again = Rendezvous.ofEnvironment(third).orElseThrow();
    assertThat(again.point()).isEqualTo(MeetingPoint.atAgent("node1", 29500, "2"));
    assertThat(Rendezvous.ofEnvironment(again.environment())).contains(again);
    assertThat(Rendezvous.ofEnvironment(with("TORCHELASTIC_USE_AGENT_STORE", "False")))
        .map(Rendezvous::point)
        .contains(MeetingPoint.of("node1", 29500));
  }

  @Test
  void ofEnvironment_isEmptyForAProcessThatTrainsAlone() {
    assertThat(Rendezvous.ofEnvironment(Map.of())).isEmpty();
    assertThat(Rendezvous.ofEnvironment(Map.of("MASTER_ADDR", "node1"))).isEmpty();
    assertThat(Rendezvous.ofEnvironment(Map.of("RANK", " ", "WORLD_SIZE", ""))).isEmpty();
    assertThat(Rendezvous.ofEnvironment(Map.of("RANK", "0", "WORLD_SIZE", "1"))).isEmpty();
  }

  @Test
  void localRank_isGuessedFromTheMeetingPoint() {
    assertThat(Rendezvous.ofEnvironment(with("LOCAL_RANK", "")))
        .hasValueSatisfying(rendezvous -> assertThat(rendezvous.localRank()).isZero());
    Map<String, String> oneMachine = new HashMap<>(with("LOCAL_RANK", ""));
    oneMachine.put("MASTER_ADDR", "127.0.0.1");
    assertThat(Rendezvous.ofEnvironment(oneMachine))
        .hasValueSatisfying(rendezvous -> assertThat(rendezvous.localRank()).isEqualTo(3));
  }

  @Test
  void ofEnvironment_namesWhatIsMissingOrWrong() {
    assertWrong(with("WORLD_SIZE", ""), "WORLD_SIZE is not set", "unset RANK");
    assertWrong(with("RANK", ""), "RANK is not set");
    assertWrong(with("MASTER_ADDR", ""), "MASTER_ADDR is not set");
    assertWrong(with("MASTER_PORT", ""), "MASTER_PORT is not set");
    assertWrong(with("MASTER_PORT", "0"), "port 0", "1 to 65535");
    assertWrong(with("RANK", "4"), "RANK is 4 of 4 processes", "0 to 3");
    assertWrong(with("RANK", "two"), "RANK is two", "whole number");
    assertWrong(with("WORLD_SIZE", "0"), "WORLD_SIZE is 0");
    assertWrong(with("LOCAL_RANK", "4"), "LOCAL_RANK is 4 in process 3");
    assertWrong(with("SPARSERCNN_TIMEOUT_SECONDS", "0"), "timeout", "at least a second");
  }

  @Property(tries = 50)
  void environment_isReadBackAsItWas(
      @ForAll @IntRange(min = 2, max = 1000) int size,
      @ForAll @IntRange(max = 999) int number,
      @ForAll @IntRange(max = 999) int local,
      @ForAll boolean portFile) {
    int rank = number % size;
    MeetingPoint point =
        portFile
            ? MeetingPoint.onThisMachine(Path.of("some", "port"))
            : MeetingPoint.of("node1", 1 + local);
    Rendezvous rendezvous =
        new Rendezvous(rank, size, local % (rank + 1), point, Duration.ofSeconds(1 + number));
    assertThat(Rendezvous.ofEnvironment(rendezvous.environment())).contains(rendezvous);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> changed = new HashMap<>(TORCHRUN);
    changed.put(name, value);
    return changed;
  }

  private static void assertWrong(Map<String, String> environment, String... parts) {
    assertThatThrownBy(() -> Rendezvous.ofEnvironment(environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(parts);
  }
}
