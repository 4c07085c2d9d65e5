package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * The notice board of processes that train together: names and values that the first process keeps
 * and all can read and write. Here they find each other, and say why they give up.
 */
final class MeetingStore implements AutoCloseable {
  private static final String SIZE = "sparsercnn/size";
  private static final String REFUSED = "sparsercnn/refused";
  private static final String SIGNED = "sparsercnn/signed/";
  private static final String FAILED = "sparsercnn/failed/";

  /** How long the reports of others are waited for. */
  private static final Duration REPORTS = Duration.ofSeconds(2);

  private static final int UNSIGNED_SHORT = 0xffff;

  private final Rendezvous rendezvous;
  private final TCPStore store;

  /** Before all names: torchrun's agent keeps what earlier starts have written. */
  private final String prefix;

  private boolean keeperHangs;

  private MeetingStore(Rendezvous rendezvous, TCPStore store) {
    this.rendezvous = rendezvous;
    this.store = store;
    String attempt = rendezvous.point().attempt();
    prefix = attempt == null ? "" : "attempt_" + attempt + "/";
  }

  /**
   * Opens the board: the first process puts it up, the others wait for it.
   *
   * @throws ConfigException if the port is taken
   * @throws NativeException if it cannot be reached within the timeout
   */
  static MeetingStore open(Rendezvous rendezvous) throws InterruptedException {
    Deadline deadline = Deadline.in(rendezvous.timeout());
    try (TensorScope scope = TensorScope.open()) {
      return new MeetingStore(rendezvous, TensorScope.escape(connect(rendezvous, deadline)));
    } catch (IOException e) {
      throw new NativeException(
          "the port where processes meet cannot be exchanged: " + e.getMessage(), e);
    }
  }

  private static TCPStore connect(Rendezvous rendezvous, Deadline deadline)
      throws IOException, InterruptedException {
    MeetingPoint point = rendezvous.point();
    boolean keeper = rendezvous.rank() == 0 && point.attempt() == null;
    int port = keeper ? point.port() : awaitPort(rendezvous, deadline);
    TCPStoreOptions options =
        new TCPStoreOptions()
            .port((short) port)
            .isServer(keeper)
            .waitWorkers(false)
            .timeout(new Milliseconds(rendezvous.timeout().toMillis()));
    TCPStore store;
    try {
      store = new TCPStore(point.host(), options);
    } catch (RuntimeException e) {
      throw unreachable(rendezvous, keeper, e);
    }
    Path portFile = point.portFile();
    if (keeper && portFile != null) {
      new PortFile(portFile).write(store.getPort() & UNSIGNED_SHORT);
    }
    return store;
  }

  private static RuntimeException unreachable(
      Rendezvous rendezvous, boolean keeper, RuntimeException cause) {
    String reason = NativeErrors.text(cause);
    if (keeper && reason.contains("EADDRINUSE")) {
      return new ConfigException(
          rendezvous.point()
              + " is taken by another program, or by another training; choose another port"
              + " (MASTER_PORT or --dist-url), the same for all processes",
          cause);
    }
    return new NativeException(
        String.format(
            Locale.ROOT,
            "process %d of %d cannot reach process 0 at %s within %d s; check that it runs, and"
                + " that MASTER_ADDR and MASTER_PORT (or --dist-url) name its machine. LibTorch"
                + " says: %s",
            rendezvous.rank(),
            rendezvous.size(),
            rendezvous.point(),
            rendezvous.timeout().toSeconds(),
            reason),
        cause);
  }

  private static int awaitPort(Rendezvous rendezvous, Deadline deadline)
      throws IOException, InterruptedException {
    Path portFile = rendezvous.point().portFile();
    if (portFile == null) {
      return rendezvous.point().port();
    }
    while (!deadline.hasPassed()) {
      OptionalInt port = new PortFile(portFile).read();
      if (port.isPresent()) {
        return port.getAsInt();
      }
      Deadline.pause();
    }
    throw new NativeException(
        String.format(
            Locale.ROOT,
            "process %d of %d waited %d s for process 0, which has not opened a port (%s)",
            rendezvous.rank(),
            rendezvous.size(),
            rendezvous.timeout().toSeconds(),
            portFile));
  }

  /**
   * Waits until all processes have signed.
   *
   * @throws ConfigException if two have the same number, or they do not agree how many they are
   * @throws NativeException if somebody does not come within the timeout
   */
  void assemble() throws InterruptedException {
    Deadline deadline = Deadline.in(rendezvous.timeout());
    try (TensorScope scope = TensorScope.open()) {
      if (rendezvous.rank() == 0) {
        store.set(prefix + SIZE, Integer.toString(rendezvous.size()));
      }
      while (!has(SIZE)) {
        pauseUntil(deadline);
      }
      sign();
      while (!absent(SIGNED).isEmpty()) {
        if (has(REFUSED)) {
          throw new ConfigException(store.get_to_str(prefix + REFUSED));
        }
        pauseUntil(deadline);
      }
    } catch (RuntimeException e) {
      throw NativeErrors.translate(
          "meeting the other processes at "
              + rendezvous.point()
              + " (if process 0 has ended, its message says why)",
          e);
    }
  }

  private void sign() {
    int size = Integer.parseInt(store.get_to_str(prefix + SIZE));
    if (size != rendezvous.size()) {
      throw refuse(
          String.format(
              Locale.ROOT,
              "process %d was told of %d processes, process 0 of %d; start all with the same"
                  + " WORLD_SIZE (or the same --num-processes and --num-machines)",
              rendezvous.rank(),
              rendezvous.size(),
              size));
    }
    if (store.add(prefix + SIGNED + rendezvous.rank(), 1) > 1) {
      throw refuse(
          String.format(
              Locale.ROOT,
              "two processes call themselves number %d of %d at %s; give each its own RANK (or"
                  + " --machine-rank), and each training its own port",
              rendezvous.rank(),
              rendezvous.size(),
              rendezvous.point()));
    }
  }

  private ConfigException refuse(String reason) {
    store.set(prefix + REFUSED, reason);
    return new ConfigException(reason);
  }

  private void pauseUntil(Deadline deadline) throws InterruptedException {
    if (deadline.hasPassed()) {
      throw new NativeException(
          String.format(
              Locale.ROOT,
              "process %d of %d waited %d s at %s; missing: process %s",
              rendezvous.rank(),
              rendezvous.size(),
              rendezvous.timeout().toSeconds(),
              rendezvous.point(),
              absent(SIGNED).stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    Deadline.pause();
  }

  /** LibTorch's view of the board, for a group to find each other; of the open scope. */
  Store forGroup(String name) {
    return new PrefixStore(prefix + name, store);
  }

  /**
   * Tells the others that this process gives up, and finds out who does not.
   *
   * <p>Those that lose each other report within moments. Somebody who has died, hangs or has left
   * does not.
   *
   * @return the numbers of the others that did not report; process 0 if the board is gone
   */
  List<Integer> reportFailure() {
    FutureTask<List<Integer>> report = new FutureTask<>(this::reportAndWait);
    // A thread of its own: if the keeper's machine is cut off, reading its answer takes for ever.
    Thread thread = new Thread(report, "sparsercnn-failure-report");
    thread.setDaemon(true);
    thread.start();
    try {
      return report.get(REPORTS.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return List.of(0);
    } catch (TimeoutException e) {
      keeperHangs = true;
      return List.of(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      keeperHangs = true;
      return List.of();
    }
  }

  private List<Integer> reportAndWait() throws InterruptedException {
    try (TensorScope scope = TensorScope.open()) {
      store.add(prefix + FAILED + rendezvous.rank(), 1);
      Deadline deadline = Deadline.in(REPORTS);
      List<Integer> absent = absent(FAILED);
      while (!absent.isEmpty() && !deadline.hasPassed()) {
        Deadline.pause();
        absent = absent(FAILED);
      }
      return absent;
    }
  }

  private List<Integer> absent(String key) {
    return IntStream.range(0, rendezvous.size()).filter(rank -> !has(key + rank)).boxed().toList();
  }

  private boolean has(String key) {
    return store.check(new StringVector(prefix + key));
  }

  /** Lets go of the board; the first process takes it down. */
  @Override
  public void close() {
    // A thread that still waits for the keeper's answer would read freed memory.
    if (!keeperHangs) {
      TensorScope.release(store);
    }
  }
}
