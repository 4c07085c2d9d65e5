package io.github.sparsercnn.examples.serving;

import com.sun.net.httpserver.HttpServer;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.examples.serving.Routes.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers pictures over HTTP with a detector:
 *
 * <pre>{@code
 * try (Detector detector = Detector.load(weights);
 *     DetectionServer server =
 *         DetectionServer.start(
 *             detector, new InetSocketAddress(8080), ServingOptions.builder().build())) {
 *   …
 * }
 * }</pre>
 *
 * <table>
 * <caption>What it answers</caption>
 * <tr><td>{@code POST /predict?threshold=0.5}</td><td>what is in the picture that is the body</td></tr>
 * <tr><td>{@code GET /}</td><td>a page to drop a picture on</td></tr>
 * <tr><td>{@code GET /health}</td><td>200 as long as pictures are computed</td></tr>
 * <tr><td>{@code GET /ready}</td><td>200 as long as pictures are taken, 503 during the stop</td></tr>
 * <tr><td>{@code GET /metrics}</td><td>numbers for Prometheus</td></tr>
 * </table>
 *
 * <p>A request has one thread from its first byte to its answer; one more thread computes. Closing
 * stops gracefully: what was accepted is answered. The detector stays the caller's.
 */
public final class DetectionServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DetectionServer.class);

  /** Threads beside those whose pictures wait: they read bodies, refuse, and tell the health. */
  private static final int MORE_THREADS = 16;

  private static final long IDLE_THREAD_SECONDS = 60;

  /** How long the stop waits for clients that are slow to send or to read. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int WARM_UP_SIDE = 64;
  private static final int OK = 200;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Batcher batcher;
  private final ServingMetrics metrics;
  private final OpenExchanges open = new OpenExchanges();
  private final AtomicBoolean stopping = new AtomicBoolean();

  private DetectionServer(Detector detector, HttpServer server, ServingOptions options) {
    this.server = server;
    metrics = new ServingMetrics();
    batcher = new Batcher(detector, options, metrics);
    int count = options.queue() + options.batch() + MORE_THREADS;
    threads =
        new ThreadPoolExecutor(
            count, count, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    threads.allowCoreThreadTimeOut(true);
    AtomicInteger number = new AtomicInteger();
    threads.setThreadFactory(
        task -> {
          Thread thread = new Thread(task, "sparsercnn-request-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    PictureIntake intake = new PictureIntake(options, metrics);
    Map<String, Route> routes =
        Map.of(
            "/", new Route("GET", new Page()),
            "/predict", new Route("POST", new PredictEndpoint(batcher, intake, options.deadline())),
            "/health", new Route("GET", request -> state(batcher.isAlive(), "alive", "dead")),
            "/ready", new Route("GET", request -> state(!stopping.get(), "ready", "stopping")),
            "/metrics", new Route("GET", request -> numbers()));
    server.setExecutor(threads);
    server.createContext("/", new Routes(routes, open, stopping::get, metrics));
  }

  /**
   * Starts to listen. The first prediction of a detector is slow, so one is made before.
   *
   * @param detector what to ask; its owner closes it after the server
   * @param address where to listen; port 0 takes a free one
   * @param options how much to take on
   * @return the server, to be closed by the caller
   * @throws SparseRcnnException if the address cannot be listened at
   */
  public static DetectionServer start(
      Detector detector, InetSocketAddress address, ServingOptions options) {
    if (address.isUnresolved()) {
      throw new SparseRcnnException(
          "no such host: " + address.getHostString() + "; give an address of this machine");
    }
    int side = WARM_UP_SIDE;
    detector.predict(Image.ofRgb(new byte[side * side * 3], side, side));
    ServerProperties.setDefaults();
    HttpServer http;
    try {
      http = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new SparseRcnnException(
          "cannot listen at " + address + " (" + e.getMessage() + "); choose another port", e);
    }
    DetectionServer server = new DetectionServer(detector, http, options);
    http.start();
    return server;
  }

  private static Answer state(boolean good, String yes, String no) {
    return good ? Answer.state(OK, yes) : Answer.state(RefusedException.UNAVAILABLE, no);
  }

  private Answer numbers() {
    return Answer.of("text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
  }

  /** {@return where the server listens} */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** {@return how many pictures got a place in the queue so far} */
  public long accepted() {
    return metrics.acceptedSoFar();
  }

  /**
   * Stops: refuses new pictures with 503, answers those that were accepted, then stops to listen.
   * Returns when all of that is done; stopping again does nothing.
   */
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    batcher.close();
    try {
      int left = open.awaitNone(PATIENCE);
      if (left > 0) {
        LOG.warn("{} requests were neither sent nor read in {}; cut off", left, PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdown();
    metrics.close();
  }
}
