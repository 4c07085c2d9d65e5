package io.github.sparsercnn.examples.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** What a server counts and measures, for Prometheus. Thread-safe; closed by the server. */
final class ServingMetrics implements AutoCloseable {
  private static final int BATCH_BUCKETS = 7;

  /** Bounds of the histograms of times: below the first is quick, above the last is trouble. */
  private static final Duration[] TIMES =
      IntStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final Counter accepted =
      Counter.builder("sparsercnn.accepted")
          .description("Pictures that got a place in the queue")
          .register(registry);
  private final Timer waited = timer("sparsercnn.queue.wait", "From decoded to taken by a batch");
  private final Timer decoded = timer("sparsercnn.decode", "From bytes to pixels");
  private final Timer computed = timer("sparsercnn.batch", "One call of the detector");
  private final DistributionSummary sizes =
      DistributionSummary.builder("sparsercnn.batch.size")
          .description("Pictures in one call of the detector")
          .serviceLevelObjectives(
              IntStream.range(0, BATCH_BUCKETS).mapToDouble(i -> 1 << i).toArray())
          .register(registry);

  ServingMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    Gauge.builder("process.resident.memory", () -> ResidentMemory.ofThisProcess().orElse(-1))
        .description("Physical memory, LibTorch's included; -1 where it is not known")
        .baseUnit("bytes")
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(TIMES)
        .register(registry);
  }

  /**
   * Shows how full the queue is.
   *
   * @param size how many places are taken
   * @param places how many there are
   */
  void watchQueue(IntSupplier size, int places) {
    Gauge.builder("sparsercnn.queue.size", size::getAsInt)
        .description("Places taken: pictures that are decoded or wait for a batch")
        .register(registry);
    Gauge.builder("sparsercnn.queue.places", () -> places)
        .description("Places that there are")
        .register(registry);
  }

  /** A picture got a place. */
  void accepted() {
    accepted.increment();
  }

  /** How many pictures got a place so far. */
  long acceptedSoFar() {
    return (long) accepted.count();
  }

  /** A batch took a picture. */
  void waited(long nanos) {
    waited.record(Duration.ofNanos(nanos));
  }

  /** A picture was decoded. */
  void decoded(long nanos) {
    decoded.record(Duration.ofNanos(nanos));
  }

  /** The detector answered a call. */
  void computed(int size, long nanos) {
    sizes.record(size);
    computed.record(Duration.ofNanos(nanos));
  }

  /**
   * A request was answered.
   *
   * @param path a known one, or {@code other}, so that strangers cannot make up series
   * @param status of the answer, or {@code gone} if there was nobody to answer
   */
  void requested(String path, String status, long nanos) {
    Timer.builder("http.server.requests")
        .description("From the first byte of the body to the last byte of the answer")
        .tag("uri", path)
        .tag("status", status)
        .serviceLevelObjectives(TIMES)
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }

  /** All of it in the text format of Prometheus. */
  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
