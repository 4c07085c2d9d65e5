package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.torch.Natives;
import io.github.sparsercnn.core.torch.TensorScope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes whose notice board is kept by torchrun's agent; here by the test. */
@Timeout(300)
class TorchrunAgentTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int UNSIGNED_SHORT = 0xffff;

  @Test
  void processes_meetAtTheAgentAndAgainAfterARestart() throws Exception {
    Natives.load();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (TensorScope scope = TensorScope.open()) {
      TCPStore agent =
          new TCPStore(
              MeetingPoint.LOCAL,
              new TCPStoreOptions()
                  .port((short) 0)
                  .isServer(true)
                  .waitWorkers(false)
                  .timeout(new Milliseconds(LONG.toMillis())));
      int port = agent.getPort() & UNSIGNED_SHORT;
      for (String attempt : List.of("0", "1")) {
        MeetingPoint point = MeetingPoint.atAgent(MeetingPoint.LOCAL, port, attempt);
        Future<Double> first = threads.submit(() -> mean(0, point));
        Future<Double> second = threads.submit(() -> mean(1, point));
        assertThat(first.get()).isEqualTo(0.5);
        assertThat(second.get()).isEqualTo(0.5);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Joins and finds the mean of both numbers. */
  private static double mean(int rank, MeetingPoint point) {
    try (ProcessGroup group = TorchProcessGroup.join(new Rendezvous(rank, 2, rank, point, LONG))) {
      return group.mean(rank);
    }
  }
}
