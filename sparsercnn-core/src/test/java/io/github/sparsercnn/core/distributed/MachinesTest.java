package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MachinesTest {
  @Test
  void ranks_countMachineByMachine() {
    MeetingPoint point = MeetingPoint.of("node1", 29500);
    Machines second = Machines.ofFlags(3, 1, "tcp://node1:29500");
    assertThat(second.point()).isEqualTo(point);
    assertThat(second.rendezvous(1, 4, point, Duration.ofSeconds(9)))
        .isEqualTo(new Rendezvous(5, 12, 1, point, Duration.ofSeconds(9)));
  }

  @Test
  void oneMachine_needsNoUrl() {
    assertThat(Machines.ofFlags(1, 0, null)).isEqualTo(Machines.onlyThis());
    assertThat(Machines.ofFlags(1, 0, "auto")).isEqualTo(Machines.onlyThis());
  }

  @Test
  void flags_thatDoNotFitTogetherAreRefused() {
    assertWrong(2, 0, "auto", "2 machines need --dist-url tcp://HOST:PORT");
    assertWrong(2, 0, null, "2 machines need --dist-url tcp://HOST:PORT");
    assertWrong(2, 2, "tcp://node1:1", "--machine-rank is 2 of 2 machines; expected 0 to 1");
    assertWrong(0, 0, null, "--num-machines is 0");
    assertWrong(2, 0, "node1", "--dist-url node1");
  }

  private static void assertWrong(int count, int rank, String url, String message) {
    assertThatThrownBy(() -> Machines.ofFlags(count, rank, url))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
