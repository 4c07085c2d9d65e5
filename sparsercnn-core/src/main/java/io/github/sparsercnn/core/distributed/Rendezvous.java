package io.github.sparsercnn.core.distributed;

import io.github.sparsercnn.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How this process joins the others that train with it.
 *
 * @param rank the number of this process, from 0
 * @param size how many processes there are on all machines
 * @param localRank the number of this process on its machine, from 0; chooses its GPU
 * @param point where they meet
 * @param timeout how long any process waits for the others before it gives up
 */
public record Rendezvous(int rank, int size, int localRank, MeetingPoint point, Duration timeout) {
  /**
   * PyTorch's and detectron2's timeout. It must be longer than the longest time that one process
   * does something without the others, for example an evaluation.
   */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

  /** The variable that holds the timeout in whole seconds. */
  static final String TIMEOUT = "SPARSERCNN_TIMEOUT_SECONDS";

  /** The variable that holds {@link MeetingPoint#portFile}. */
  static final String PORT_FILE = "SPARSERCNN_PORT_FILE";

  /** Says {@code True} if torchrun's agent listens at the meeting point. */
  private static final String AGENT = "TORCHELASTIC_USE_AGENT_STORE";

  /** How often torchrun has started the processes again. */
  private static final String RESTARTS = "TORCHELASTIC_RESTART_COUNT";

  private static final String RANK = "RANK";
  private static final String SIZE = "WORLD_SIZE";
  private static final String LOCAL_RANK = "LOCAL_RANK";
  private static final String HOST = "MASTER_ADDR";
  private static final String PORT = "MASTER_PORT";

  /**
   * Checks them.
   *
   * @throws ConfigException if a number is out of range
   */
  public Rendezvous {
    if (size < 1) {
      throw new ConfigException("WORLD_SIZE is " + size + "; expected at least 1 process");
    }
    if (rank < 0 || rank >= size) {
      throw new ConfigException(
          "RANK is " + rank + " of " + size + " processes; expected 0 to " + (size - 1));
    }
    if (localRank < 0 || localRank > rank) {
      throw new ConfigException(
          "LOCAL_RANK is " + localRank + " in process " + rank + "; expected 0 to " + rank);
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new ConfigException("the timeout is " + timeout + "; expected at least a second");
    }
  }

  /**
   * Reads torchrun's variables: {@code RANK}, {@code WORLD_SIZE}, {@code MASTER_ADDR}, {@code
   * MASTER_PORT}, {@code LOCAL_RANK}. Without the last, a process is numbered as on one machine if
   * all meet on the loopback address, else it is the only one of its machine. {@value #TIMEOUT}
   * holds the timeout in seconds. Started by torchrun itself, processes meet at its agent.
   *
   * @param environment of this process
   * @return how it joins; empty if it trains alone
   * @throws ConfigException if some of the variables are missing or wrong
   */
  public static Optional<Rendezvous> ofEnvironment(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    if (variables.isAbsent(RANK) && variables.isAbsent(SIZE)) {
      return Optional.empty();
    }
    int size = variables.number(SIZE);
    int rank = variables.number(RANK);
    if (size == 1 && rank == 0) {
      return Optional.empty();
    }
    MeetingPoint point = variables.meetingPoint();
    int onlyLocal = point.host().equals(MeetingPoint.LOCAL) ? rank : 0;
    int localRank = variables.isAbsent(LOCAL_RANK) ? onlyLocal : variables.number(LOCAL_RANK);
    return Optional.of(new Rendezvous(rank, size, localRank, point, timeoutOf(environment)));
  }

  /**
   * How long a process waits for the others: {@value #TIMEOUT}, else {@link #DEFAULT_TIMEOUT}.
   *
   * @param environment of this process
   * @return the timeout, not yet checked
   * @throws ConfigException if it is no whole number
   */
  public static Duration timeoutOf(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    return variables.isAbsent(TIMEOUT)
        ? DEFAULT_TIMEOUT
        : Duration.ofSeconds(variables.number(TIMEOUT));
  }

  /** {@return the variables that {@link #ofEnvironment} reads, for a process to be started} */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(RANK, Integer.toString(rank));
    environment.put(SIZE, Integer.toString(size));
    environment.put(LOCAL_RANK, Integer.toString(localRank));
    environment.put(HOST, point.host());
    environment.put(PORT, Integer.toString(point.port()));
    environment.put(TIMEOUT, Long.toString(timeout.toSeconds()));
    Path portFile = point.portFile();
    if (portFile != null) {
      environment.put(PORT_FILE, portFile.toString());
    }
    String attempt = point.attempt();
    environment.put(AGENT, attempt == null ? "False" : "True");
    if (attempt != null) {
      environment.put(RESTARTS, attempt);
    }
    return environment;
  }

  /** Reads variables and says which of them are wrong. */
  private record Variables(Map<String, String> environment) {
    boolean isAbsent(String name) {
      @Nullable String value = environment.get(name);
      return value == null || value.isBlank();
    }

    String text(String name) {
      @Nullable String value = environment.get(name);
      if (value == null || value.isBlank()) {
        throw new ConfigException(
            name
                + " is not set; processes that train together need RANK, WORLD_SIZE, MASTER_ADDR"
                + " and MASTER_PORT, as torchrun sets them; to train alone, unset RANK and"
                + " WORLD_SIZE");
      }
      return value.strip();
    }

    int number(String name) {
      String text = text(name);
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new ConfigException(name + " is " + text + "; expected a whole number", e);
      }
    }

    MeetingPoint meetingPoint() {
      if (!isAbsent(AGENT) && text(AGENT).equals("True")) {
        String attempt = isAbsent(RESTARTS) ? "0" : text(RESTARTS);
        return MeetingPoint.atAgent(text(HOST), number(PORT), attempt);
      }
      Path portFile = isAbsent(PORT_FILE) ? null : Path.of(text(PORT_FILE));
      return new MeetingPoint(text(HOST), number(PORT), portFile, null);
    }
  }
}
