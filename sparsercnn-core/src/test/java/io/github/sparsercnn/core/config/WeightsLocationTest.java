package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WeightsLocationTest {
  private static final byte[] WEIGHTS = "sixteen byte file".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private ExecutorService threads;
  private HttpServer server;
  private WeightsCache cache;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/zoo/", exchange -> answer(exchange, WEIGHTS));
    server.createContext("/moved/", exchange -> redirect(exchange, "/zoo/model.pth"));
    server.createContext("/loop/", exchange -> redirect(exchange, "/loop/again.pth"));
    server.createContext("/cut/", this::answerHalf);
    server.createContext("/stall/", this::answerHalfAndWait);
    server.createContext("/empty/", exchange -> answer(exchange, new byte[0]));
    server.createContext("/error/", exchange -> exchange.sendResponseHeaders(503, -1));
    server.start();
    cache = WeightsCache.in(folder.resolve("cache"));
  }

  @AfterEach
  void stopServer() {
    testIsOver.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void resolve_downloadsOnceAndKeepsTheFile() throws IOException {
    Path file = resolve("/zoo/sub/model.pth");
    assertThat(file).isEqualTo(target("/zoo/sub/model.pth")).hasBinaryContent(WEIGHTS);
    assertThat(resolve("/zoo/sub/model.pth")).isEqualTo(file);
    assertThat(requests).hasValue(1);
    assertNoPartIn(file.getParent());
  }

  @Test
  void resolve_keepsFilesOfOneNameApart() {
    Path plain = resolve("/zoo/model.pth");
    Path other = resolve("/zoo/sub/model.pth");
    Path asked = resolve("/zoo/model.pth?version=1");
    Path askedAgain = resolve("/zoo/model.pth?version=2");
    assertThat(List.of(plain, other, asked, askedAgain)).doesNotHaveDuplicates();
    assertThat(requests).hasValue(4);
  }

  @Test
  void resolve_followsRedirects() {
    Path file = resolve("/moved/old.pth");
    assertThat(file).hasFileName("old.pth").hasBinaryContent(WEIGHTS);
  }

  @Test
  void resolve_checksTheHashInTheName() throws IOException {
    String hash = Sha256.of(WEIGHTS);
    assertThat(resolve("/zoo/resnet50-" + hash.substring(0, 8) + ".pth")).exists();
    assertThat(resolve("/zoo/resnet50-" + hash + ".pth")).exists();
    assertFails(
        "/zoo/resnet50-00000000.pth",
        "the SHA-256 begins with " + hash.substring(0, 8) + ", expected 00000000");
  }

  @ParameterizedTest
  @CsvSource({
    "/nowhere/model.pth, the server answered 404",
    "/error/model.pth, the server answered 503",
    "/empty/model.pth, 'received 0 bytes, expected 0'",
  })
  void resolve_namesWhatTheServerAnswered(String path, String reason) throws IOException {
    assertFails(path, reason);
  }

  @Test
  void resolve_ofATruncatedAnswer_leavesNothing() throws IOException {
    assertFails("/cut/model.pth", null);
  }

  @Test
  void resolve_ofARedirectLoop_fails() throws IOException {
    assertFails("/loop/model.pth", null);
  }

  @Test
  void resolve_givesUpWhenNothingArrives() {
    WeightsLocation location = WeightsLocation.of(address("/stall/model.pth"));
    WeightsDownload download = WeightsDownload.withStallTimeout(Duration.ofMillis(300));
    assertThatThrownBy(() -> location.resolve(cache, download))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("(nothing arrived for ");
    assertThat(target("/stall/model.pth")).doesNotExist();
  }

  @Test
  void resolve_ofManyThreads_downloadsOnce()
      throws InterruptedException, ExecutionException, IOException {
    List<Future<Path>> files = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      files.add(threads.submit(() -> resolve("/zoo/shared.pth")));
    }
    for (Future<Path> file : files) {
      assertThat(file.get()).hasBinaryContent(WEIGHTS);
    }
    assertThat(requests).hasValue(1);
    assertNoPartIn(files.get(0).get().getParent());
  }

  @Test
  void resolve_afterAFailure_triesAgain() throws IOException {
    assertFails("/late/model.pth", "the server answered 404");
    server.createContext("/late/", exchange -> answer(exchange, WEIGHTS));
    assertThat(resolve("/late/model.pth")).hasBinaryContent(WEIGHTS);
  }

  @Test
  void resolve_withoutNetwork_saysWhereToPutTheFile() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    String address = "http://127.0.0.1:" + closedPort + "/R-50.pkl";
    Path target = folder.resolve("cache/127.0.0.1_" + closedPort + "/R-50.pkl");
    assertThatThrownBy(() -> WeightsLocation.of(address).resolve(cache, WeightsDownload.patient()))
        .isInstanceOf(WeightsException.class)
        .hasMessageMatching(
            "cannot download \\Q%s\\E \\(.+\\); put the file at \\Q%s\\E by hand"
                .formatted(address, target));
    Files.write(target, WEIGHTS);
    assertThat(WeightsLocation.of(address).resolve(cache, WeightsDownload.patient()))
        .isEqualTo(target);
  }

  @Test
  void resolve_whenInterrupted_stops() throws InterruptedException {
    Thread[] waiting = new Thread[1];
    CountDownLatch started = new CountDownLatch(1);
    Future<?> result =
        threads.submit(
            () -> {
              waiting[0] = Thread.currentThread();
              started.countDown();
              assertThatThrownBy(() -> resolve("/stall/model.pth"))
                  .isInstanceOf(WeightsException.class)
                  .hasMessageContaining("(interrupted)");
              assertThat(Thread.interrupted()).isTrue();
            });
    started.await();
    waiting[0].interrupt();
    assertThat(result).succeedsWithin(20, TimeUnit.SECONDS);
  }

  @Test
  void of_aFileOnDisk_isThatFile() throws IOException {
    Path file = Files.write(folder.resolve("model.pth"), WEIGHTS);
    assertThat(WeightsLocation.of(file.toString()).resolve()).isEqualTo(file);
    Path missing = folder.resolve("missing.pth");
    assertThatThrownBy(() -> WeightsLocation.of(missing.toString()).resolve())
        .isInstanceOf(WeightsException.class)
        .hasMessage("no weights file %s (looked at %s)", missing, missing);
    assertThatThrownBy(() -> WeightsLocation.of(folder.toString()).resolve())
        .hasMessage(folder + " is a folder, expected a weights file");
  }

  @Test
  void of_detectron2_isTheModelZoo() {
    WeightsLocation location =
        WeightsLocation.of("detectron2://ImageNetPretrained/torchvision/R-50.pkl");
    assertThat(location.address())
        .contains(
            URI.create(
                "https://dl.fbaipublicfiles.com/detectron2/ImageNetPretrained/torchvision/R-50.pkl"));
    assertThat(cache.file(location.address().orElseThrow()))
        .isEqualTo(
            folder.resolve(
                "cache/dl.fbaipublicfiles.com/detectron2/ImageNetPretrained/torchvision/R-50.pkl"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "s3://bucket/model.pth",
        "catalog://ImageNetPretrained/MSRA/R-50",
        "http:///model.pth",
        "https://a b/model.pth",
        "nul\0.pth"
      })
  void of_refusesWhatIsNoPlace(String text) {
    assertThatThrownBy(() -> WeightsLocation.of(text).resolve())
        .isInstanceOf(WeightsException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h",
        "http://h/",
        "http://h/a/",
        "http://h/../a.pth",
        "http://h/a/..",
        "http://h/.ssh/a.pth",
        "http://h/%2e%2e/../a.pth"
      })
  void file_staysInTheCache(String address) {
    assertThatThrownBy(() -> cache.file(URI.create(address)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("does not end in a plain file name");
  }

  @Test
  void cache_isTheFirstFolderThatCanBeMade() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path taken = Files.write(folder.resolve("taken"), WEIGHTS);
    String own = folder.resolve("own").toString();
    String xdg = folder.resolve("xdg").toString();
    assertThat(cached(Map.of("SPARSERCNN_CACHE", own, "XDG_CACHE_HOME", xdg), home))
        .isEqualTo(folder.resolve("own/h/a.pth"));
    assertThat(cached(Map.of("XDG_CACHE_HOME", xdg), home))
        .isEqualTo(folder.resolve("xdg/sparsercnn/h/a.pth"));
    assertThat(cached(Map.of("XDG_CACHE_HOME", "relative"), home))
        .isEqualTo(home.resolve(".cache/sparsercnn/h/a.pth"));
    assertThat(cached(Map.of("XDG_CACHE_HOME", taken.toString()), taken))
        .isEqualTo(folder.resolve("tmp/sparsercnn/h/a.pth"));
    assertThatThrownBy(() -> cached(Map.of("SPARSERCNN_CACHE", taken.toString()), home))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "cannot write to "
                + taken
                + ", the folder that SPARSERCNN_CACHE names; choose another");
  }

  private Path cached(Map<String, String> environment, Path home) {
    String temporary = folder.resolve("tmp").toString();
    return WeightsCache.of(environment::get, home.toString(), temporary)
        .file(URI.create("http://h/a.pth"));
  }

  private Path resolve(String path) {
    return WeightsLocation.of(address(path)).resolve(cache, WeightsDownload.patient());
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Path target(String path) {
    return folder.resolve("cache/127.0.0.1_" + server.getAddress().getPort() + path);
  }

  private void assertFails(String path, String reason) throws IOException {
    assertThatThrownBy(() -> resolve(path))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(
            "cannot download " + address(path) + " (" + (reason == null ? "" : reason + ")"))
        .hasMessageEndingWith("; put the file at " + target(path) + " by hand")
        .extracting(Throwable::getMessage)
        .satisfies(message -> assertThat(message).doesNotContain("\n"));
    assertThat(target(path)).doesNotExist();
    assertNoPartIn(target(path).getParent());
  }

  private static void assertNoPartIn(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files).noneSatisfy(file -> assertThat(file.toString()).endsWith(".part"));
    }
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    requests.incrementAndGet();
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void answerHalf(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, WEIGHTS.length * 2L);
    exchange.getResponseBody().write(WEIGHTS);
    exchange.close();
  }

  private void answerHalfAndWait(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, WEIGHTS.length * 2L);
    exchange.getResponseBody().write(WEIGHTS);
    exchange.getResponseBody().flush();
    try {
      testIsOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }
}
