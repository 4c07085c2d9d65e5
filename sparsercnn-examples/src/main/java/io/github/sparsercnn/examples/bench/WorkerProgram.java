package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.SparseRcnnException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that lives as long as a comparison and does its job once whenever it is asked to, so
 * that what is loaded and warmed up stays so while others have their turn. Between its turns it
 * sleeps.
 */
final class WorkerProgram implements Program, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FAREWELL_SECONDS = 10;
  private static final long PATIENCE_MINUTES = 10;

  /** Threads that wait for more work spin for a moment; the next program shall not feel it. */
  private static final long CALM_MILLIS = 50;

  private final Process process;
  private final Path log;
  private final Writer requests;
  private final BufferedReader answers;
  private final String name;
  private final double[] figures;
  private final Map<String, Double> facts = new TreeMap<>();

  private WorkerProgram(Process process, Path log) {
    this.process = process;
    this.log = log;
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    JsonNode ready = answer();
    if (ready.has("unavailable")) {
      throw new ConfigException(ready.get("unavailable").asText());
    }
    name = ready.path("name").asText();
    figures =
        StreamSupport.stream(ready.path("figures").spliterator(), false)
            .mapToDouble(JsonNode::doubleValue)
            .toArray();
    ready
        .path("facts")
        .properties()
        .forEach(fact -> facts.put(fact.getKey(), fact.getValue().doubleValue()));
  }

  /**
   * Starts a worker and waits until it has warmed up.
   *
   * @param command that speaks as {@link WorkerCommand} does
   * @param environment variables to set
   * @param log takes what it prints to stderr
   * @throws ConfigException if it says that it cannot do its job in this version
   * @throws SparseRcnnException if it cannot be started, ends, or is not ready after minutes
   */
  static WorkerProgram start(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new SparseRcnnException(command.get(0) + " cannot be started: " + e.getMessage(), e);
    }
    // Compiling takes minutes; what takes longer never ends.
    CompletableFuture<Void> patience =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(PATIENCE_MINUTES, TimeUnit.MINUTES));
    try {
      return new WorkerProgram(process, log);
    } catch (RuntimeException e) {
      process.destroyForcibly();
      if (patience.isDone()) {
        throw new SparseRcnnException(
            "a worker was not ready after " + PATIENCE_MINUTES + " minutes", e);
      }
      throw e;
    } finally {
      patience.cancel(false);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** What else it said of itself. */
  Map<String, Double> facts() {
    return Map.copyOf(facts);
  }

  /** What its first run found. */
  double[] figures() {
    return figures.clone();
  }

  @Override
  public Measurement run() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(CALM_MILLIS);
    try {
      requests.write("run\n");
      requests.flush();
    } catch (IOException e) {
      throw ended(e);
    }
    double millis = answer().path("millis").doubleValue();
    OptionalLong peak = PeakMemory.of(process.pid());
    return new Measurement(millis, peak);
  }

  private JsonNode answer() {
    try {
      @Nullable String line = answers.readLine();
      if (line == null) {
        throw new SparseRcnnException(farewell());
      }
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new SparseRcnnException("a worker answered no JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private SparseRcnnException ended(IOException cause) {
    return new SparseRcnnException(farewell(), cause);
  }

  private String farewell() {
    String lastWords;
    try {
      lastWords =
          Files.readString(log, StandardCharsets.ISO_8859_1)
              .strip()
              .lines()
              .reduce((earlier, later) -> later)
              .orElse("it printed nothing");
    } catch (IOException e) {
      lastWords = "its log " + log + " cannot be read";
    }
    return "a worker ended: " + lastWords;
  }

  /** Lets the process end. */
  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly(); // it has ended already
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
