package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Natives;
import io.github.sparsercnn.core.torch.TensorScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This process and others that it starts. */
@Timeout(300)
class TorchProcessGroupTest {
  /** For what shall succeed, however busy the machine is. */
  private static final Duration LONG = Duration.ofMinutes(2);

  /** More than a report of failure takes, and much less than the long timeout. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A group is never freed, see {@link TorchProcessGroup}. */
  private static final long GROUP_LEFT_OPEN = 1;

  @TempDir Path directory;

  private final List<Process> peers = new ArrayList<>();

  @BeforeAll
  static void loadNatives() {
    Natives.load();
  }

  @AfterEach
  void endPeers() {
    peers.forEach(Process::destroyForcibly);
  }

  @Test
  void operations_giveTheSameBitsInAllProcesses() throws Exception {
    Process peer = startPeer(rendezvous(1, 2, LONG), "collectives");
    long before = Pointer.totalCount();
    String mine;
    try (ProcessGroup group = TorchProcessGroup.join(rendezvous(0, 2, LONG))) {
      mine = PeerMain.collectives(group);
    }
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before + GROUP_LEFT_OPEN);
    assertThat(textOf(peer)).contains(mine);
    assertThat(peer.waitFor()).isZero();
  }

  @Test
  @Tag("slow")
  void operations_giveTheSameBitsInFourProcesses() throws Exception {
    for (int rank = 1; rank < 4; rank++) {
      startPeer(rendezvous(rank, 4, LONG), "collectives");
    }
    try (ProcessGroup group = TorchProcessGroup.join(rendezvous(0, 4, LONG))) {
      String mine = PeerMain.collectives(group);
      for (Process peer : peers) {
        assertThat(textOf(peer)).contains(mine);
      }
    }
  }

  @Test
  void operations_giveSumsMeansAndTheFirstOnesValues() throws Exception {
    together(
        2,
        LONG,
        group -> {
          try (TensorScope scope = TensorScope.open()) {
            Tensor tensor = HostTensors.ofFloats(new float[] {group.rank() + 1, 10}, 2);
            group.sum(tensor);
            assertThat(HostTensors.toFloats(tensor)).containsExactly(3, 20);
            Tensor other = HostTensors.ofFloats(new float[] {group.rank() + 1, 10}, 2);
            group.broadcast(other);
            assertThat(HostTensors.toFloats(other)).containsExactly(1, 10);
          }
          assertThat(group.mean(group.rank() == 0 ? 3 : 8)).isEqualTo(5.5);
          byte[] mine = new byte[group.rank() * 3];
          assertThat(group.gather(mine)).containsExactly(new byte[0], new byte[3]);
        });
  }

  @Test
  void requireSame_failsInAllProcessesWhenOneDiffers() throws Exception {
    together(
        2,
        LONG,
        group ->
            assertThatThrownBy(() -> group.requireSame("the class list", "c" + group.rank()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the class list")
                .hasMessageContaining("process 1 has c1, process 0 has c0"));
  }

  @Test
  void sum_refusesTensorsWithGaps() throws Exception {
    together(
        2,
        LONG,
        group -> {
          try (TensorScope scope = TensorScope.open()) {
            Tensor column = HostTensors.ofFloats(new float[4], 2, 2).narrow(1, 0, 1);
            assertThatThrownBy(() -> group.sum(column))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contiguous");
            group.barrier();
          }
        });
  }

  @Test
  void death_isNoticedAtOnceAndEndsEveryLaterCall() throws Exception {
    Process peer = startPeer(rendezvous(1, 2, LONG), "hang");
    try (ProcessGroup group = TorchProcessGroup.join(rendezvous(0, 2, LONG))) {
      group.barrier();
      awaitHere(peer);
      peer.destroyForcibly().waitFor();
      long start = System.nanoTime();
      assertThatThrownBy(() -> sumOfOnes(group))
          .isInstanceOf(NativeException.class)
          .hasMessageStartingWith(
              "process 0 of 2 lost the others in sum (timeout 120 s): no word from process 1")
          .hasMessageContaining("Connection closed by peer");
      assertThat(since(start)).isLessThan(SOON);
      assertThatThrownBy(group::barrier)
          .isInstanceOf(NativeException.class)
          .hasMessageContaining("lost the others in sum");
    }
  }

  @Test
  void deathOfTheFirst_isNoticedAtOnce() throws Exception {
    Process first = startPeer(rendezvous(0, 2, LONG), "hang");
    try (ProcessGroup group = TorchProcessGroup.join(rendezvous(1, 2, LONG))) {
      group.barrier();
      awaitHere(first);
      first.destroyForcibly().waitFor();
      long start = System.nanoTime();
      assertThatThrownBy(group::barrier)
          .isInstanceOf(NativeException.class)
          .hasMessageContaining("process 1 of 2 lost the others in barrier")
          .hasMessageContaining("no word from process 0");
      assertThat(since(start)).isLessThan(SOON);
    }
  }

  @Test
  void lateness_isNoticedAfterTheTimeoutAndClosingDoesNotWait() throws Exception {
    Duration timeout = Duration.ofSeconds(5);
    long before = Pointer.totalCount();
    CountDownLatch over = new CountDownLatch(1);
    together(
        2,
        timeout,
        group -> {
          if (group.rank() == 1) {
            over.await();
            assertThatThrownBy(group::barrier)
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("process 1 of 2 lost the others in barrier");
            return;
          }
          long start = System.nanoTime();
          try (group;
              TensorScope scope = TensorScope.open()) {
            List<Pending> sums = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              sums.add(group.sumLater(HostTensors.ofFloats(new float[1000], 1000)));
            }
            assertThatThrownBy(sums.get(0)::await)
                .isInstanceOf(NativeException.class)
                .hasMessageContaining(
                    "lost the others in sum (timeout 5 s): no word from process 1");
            assertThat(since(start)).isBetween(timeout.minusMillis(500), timeout.plus(SOON));
            start = System.nanoTime();
          }
          assertThat(since(start)).isLessThan(SOON);
          over.countDown();
        });
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before + 2 * GROUP_LEFT_OPEN);
  }

  @Test
  void close_doesNotWaitForOthersThatHang() throws Exception {
    Process peer = startPeer(rendezvous(1, 2, LONG), "hang");
    ProcessGroup group = TorchProcessGroup.join(rendezvous(0, 2, LONG));
    group.barrier();
    awaitHere(peer);
    try (TensorScope scope = TensorScope.open()) {
      group.sumLater(HostTensors.ofFloats(new float[10], 10));
    }
    long start = System.nanoTime();
    group.close();
    assertThat(since(start)).isLessThan(SOON);
    assertThatThrownBy(group::barrier).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aGroupLeftOpen_doesNotKeepTheProcessAlive() throws Exception {
    Process peer = startPeer(rendezvous(1, 2, LONG), "leave-without-closing");
    try (ProcessGroup group = TorchProcessGroup.join(rendezvous(0, 2, LONG))) {
      group.barrier();
      assertThat(peer.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(peer.exitValue()).isZero();
    }
  }

  @Test
  void join_namesThoseWhoDoNotCome() {
    long start = System.nanoTime();
    long before = Pointer.totalCount();
    assertThatThrownBy(() -> TorchProcessGroup.join(rendezvous(0, 3, Duration.ofSeconds(1))))
        .isInstanceOf(NativeException.class)
        .hasMessageContaining("process 0 of 3 waited 1 s at tcp://127.0.0.1")
        .hasMessageContaining("missing: process 1, 2");
    assertThat(since(start)).isLessThan(SOON);
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
  }

  @Test
  void join_saysThatTheFirstProcessCannotBeReached() throws IOException {
    int port = freePort();
    Rendezvous alone =
        new Rendezvous(1, 2, 0, MeetingPoint.of("127.0.0.1", port), Duration.ofSeconds(1));
    long start = System.nanoTime();
    assertThatThrownBy(() -> TorchProcessGroup.join(alone))
        .isInstanceOf(NativeException.class)
        .hasMessageContaining("process 1 of 2 cannot reach process 0 at tcp://127.0.0.1:" + port)
        .hasMessageContaining("within 1 s");
    assertThat(since(start)).isLessThan(SOON);
    assertThatThrownBy(() -> TorchProcessGroup.join(rendezvous(1, 2, Duration.ofSeconds(1))))
        .isInstanceOf(NativeException.class)
        .hasMessageContaining("waited 1 s for process 0");
  }

  @Test
  void join_saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      MeetingPoint point = MeetingPoint.of("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(() -> TorchProcessGroup.join(new Rendezvous(0, 2, 0, point, LONG)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(point + " is taken")
          .hasMessageContaining("MASTER_PORT");
    }
  }

  @Test
  void join_refusesDifferentNumbersOfProcesses() throws Exception {
    List<Throwable> thrown =
        inThreads(
            List.of(rendezvous(0, 2, LONG), rendezvous(1, 3, LONG)),
            rendezvous -> TorchProcessGroup.join(rendezvous).close());
    assertThat(thrown)
        .hasSize(2)
        .allSatisfy(
            error ->
                assertThat(error)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(
                        "process 1 was told of 3 processes, process 0 of 2; start all with the same"
                            + " WORLD_SIZE"));
  }

  @Test
  void join_refusesTwoProcessesOfOneNumber() throws Exception {
    List<Throwable> thrown =
        inThreads(
            List.of(rendezvous(0, 3, LONG), rendezvous(1, 3, LONG), rendezvous(1, 3, LONG)),
            rendezvous -> TorchProcessGroup.join(rendezvous).close());
    assertThat(thrown)
        .hasSize(3)
        .anySatisfy(
            error ->
                assertThat(error)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("two processes call themselves number 1 of 3"));
  }

  @Test
  void join_ofOneProcessNeedsNobody() {
    try (ProcessGroup group = TorchProcessGroup.join(rendezvous(0, 1, LONG))) {
      assertThat(group).isInstanceOf(Alone.class);
      assertThat(group.mean(0.1)).isEqualTo(0.1);
      assertThat(group.gather(new byte[] {7})).containsExactly(new byte[] {7});
    }
  }

  /** NCCL gives each process a GPU of its own, so that one GPU can only talk to itself. */
  @Test
  @Tag("gpu")
  void sum_ofCudaTensorsTravelsByNccl() throws Exception {
    Natives.load();
    assumeTrue(torch.cuda_is_available(), "needs a GPU");
    try (MeetingStore store = MeetingStore.open(rendezvous(0, 1, LONG));
        TensorScope scope = TensorScope.open()) {
      Backend nccl = NcclBackend.open(store, rendezvous(0, 1, LONG));
      Tensor tensor = HostTensors.ofFloats(new float[] {1, 2}, 2).cuda();
      nccl.allreduce(new TensorVector(tensor))._wait();
      assertThat(HostTensors.toFloats(tensor)).containsExactly(1, 2);
      nccl.shutdown();
      // Its destructor is left to the end of the process, as that of Gloo's.
      TensorScope.escape(nccl);
    }
  }

  private static void sumOfOnes(ProcessGroup group) {
    try (TensorScope scope = TensorScope.open()) {
      group.sum(HostTensors.ofFloats(new float[] {1, 1}, 2));
    }
  }

  private Rendezvous rendezvous(int rank, int size, Duration timeout) {
    MeetingPoint point = MeetingPoint.onThisMachine(directory.resolve("port"));
    return new Rendezvous(rank, size, rank, point, timeout);
  }

  private Process startPeer(Rendezvous rendezvous, String part) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.likeThisOne(PeerMain.class.getName(), List.of(part)));
    builder.environment().putAll(rendezvous.environment());
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process peer = builder.redirectError(Redirect.DISCARD).start();
    peers.add(peer);
    return peer;
  }

  private static void awaitHere(Process peer) throws IOException {
    BufferedReader reader = peer.inputReader(StandardCharsets.UTF_8);
    String line = reader.readLine();
    while (line != null && !line.equals("here")) {
      line = reader.readLine();
    }
    assertThat(line).isEqualTo("here");
  }

  private static String textOf(Process peer) throws IOException {
    return new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private interface Part<T> {
    void play(T part) throws Exception;
  }

  /** The processes of a group as threads of this one: that is enough where nobody dies. */
  private void together(int size, Duration timeout, Part<ProcessGroup> part) throws Exception {
    List<Rendezvous> all = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      all.add(rendezvous(rank, size, timeout));
    }
    List<Throwable> thrown =
        inThreads(
            all,
            rendezvous -> {
              try (ProcessGroup group = TorchProcessGroup.join(rendezvous)) {
                part.play(group);
              }
            });
    assertThat(thrown).isEmpty();
  }

  private static <T> List<Throwable> inThreads(List<T> parts, Part<T> player) throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (T part : parts) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  player.play(part);
                } catch (Throwable e) {
                  synchronized (thrown) {
                    thrown.add(e);
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return thrown;
  }
}
