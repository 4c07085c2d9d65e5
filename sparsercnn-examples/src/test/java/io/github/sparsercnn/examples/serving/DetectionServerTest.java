package io.github.sparsercnn.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.SparseRcnnException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DetectionServerTest {
  private static final int MAX_BYTES = 4_000;
  private static final int MAX_PIXELS = 10_000;

  private final GatedDetector detector = new GatedDetector();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private DetectionServer server;

  private static ServingOptions.Builder options() {
    return ServingOptions.builder()
        .maxDelay(Duration.ZERO)
        .deadline(Duration.ofMinutes(5))
        .maxBytes(MAX_BYTES)
        .maxPixels(MAX_PIXELS);
  }

  private void start(ServingOptions.Builder options) {
    server =
        DetectionServer.start(
            detector, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options.build());
  }

  @AfterEach
  void stop() {
    detector.open();
    if (server != null) {
      server.close();
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).POST(body).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> predict(byte[] picture) throws Exception {
    return post("/predict", BodyPublishers.ofByteArray(picture));
  }

  private CompletableFuture<HttpResponse<String>> predictLater(byte[] picture) {
    return client.sendAsync(
        HttpRequest.newBuilder(uri("/predict")).POST(BodyPublishers.ofByteArray(picture)).build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  /** Sends a picture and waits until the detector computes it, behind its gate. */
  private CompletableFuture<HttpResponse<String>> occupy() {
    CompletableFuture<HttpResponse<String>> first = predictLater(Pictures.ofRed(1));
    detector.begun.acquireUninterruptibly();
    return first;
  }

  /** Sends pictures and waits until all of them wait for a batch. */
  private List<CompletableFuture<HttpResponse<String>>> enqueue(int count) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(predictLater(Pictures.ofRed(100 + i)));
    }
    awaitNumber("sparsercnn_queue_size", count);
    awaitNumber("sparsercnn_decode_seconds_count", 1 + count);
    return waiting;
  }

  private void awaitNumber(String name, double expected) throws Exception {
    while (number(name) != expected) {
      Thread.sleep(5);
    }
  }

  private double number(String name) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no number " + name));
  }

  @Test
  void answer_hasTheFormOfPredictJson() throws Exception {
    detector.open();
    start(options());

    HttpResponse<String> response = predict(Pictures.ofRed(51));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"width\":12,\"height\":8,\"detections\":[{\"label\":\"cellule \u00e9trange\","
                + "\"class_id\":0,\"score\":0.2,\"box\":[0.0,0.0,12.0,8.0]}]}\n");
  }

  @Test
  void threshold_keepsStrictlyGreaterScores() throws Exception {
    detector.open();
    start(options());
    BodyPublisher picture = BodyPublishers.ofByteArray(Pictures.ofRed(51));

    assertThat(json(post("/predict?threshold=0.19", picture)).get("detections")).hasSize(1);
    assertThat(json(post("/predict?threshold=0.2", picture)).get("detections")).isEmpty();
  }

  @Test
  void waitingPictures_areComputedTogether() throws Exception {
    start(options().batch(4));
    CompletableFuture<HttpResponse<String>> first = occupy();
    List<CompletableFuture<HttpResponse<String>>> others = enqueue(6);

    detector.open();

    assertThat(first.get().statusCode()).isEqualTo(200);
    for (CompletableFuture<HttpResponse<String>> other : others) {
      assertThat(other.get().statusCode()).isEqualTo(200);
    }
    assertThat(detector.batches).containsExactly(1, 4, 2);
    assertThat(number("sparsercnn_batch_size_sum")).isEqualTo(7);
    assertThat(number("sparsercnn_batch_size_count")).isEqualTo(3);
  }

  @Test
  void answers_belongToTheirPictures() throws Exception {
    detector.open();
    start(options().batch(8).maxDelay(Duration.ofMillis(20)).queue(100));
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      answers.add(predictLater(Pictures.ofRed(20 + i)));
    }

    for (int i = 0; i < answers.size(); i++) {
      assertThat(json(answers.get(i).get()).at("/detections/0/score").floatValue())
          .isEqualTo((20 + i) / 255f);
    }
    assertThat(detector.batches.size()).isLessThan(60);
  }

  @Test
  void fullQueue_is429AndTellsWhenToComeBack() throws Exception {
    start(options().queue(2));
    var unused = occupy();
    List<CompletableFuture<HttpResponse<String>>> accepted = enqueue(2);

    HttpResponse<String> refused = predict(Pictures.ofRed(9));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(json(refused).get("error").asText()).contains("all 2 places");
    detector.open();
    assertThat(accepted).allSatisfy(one -> assertThat(one.get().statusCode()).isEqualTo(200));
    assertThat(predict(Pictures.ofRed(9)).statusCode()).isEqualTo(200);
    assertThat(server.accepted()).isEqualTo(4);
  }

  @Test
  void latePicture_is504AtItsDeadlineAndNeverComputed() throws Exception {
    start(options().deadline(Duration.ofMillis(1500)));
    CompletableFuture<HttpResponse<String>> running = occupy();

    HttpResponse<String> late = predict(Pictures.ofRed(9));

    assertThat(late.statusCode()).isEqualTo(504);
    assertThat(json(late).get("error").asText()).contains("deadline");
    assertThat(running).as("the batch that holds it up still runs").isNotDone();
    detector.open();
    assertThat(running.get().statusCode()).as("what has begun is answered").isEqualTo(200);
    assertThat(detector.batches).containsExactly(1);
    assertThat(number("sparsercnn_queue_size")).isZero();
  }

  @Test
  void pictureThatTheDetectorFailsOn_doesNotCostOthersTheirAnswers() throws Exception {
    start(options());
    var unused = occupy();
    List<CompletableFuture<HttpResponse<String>>> others = enqueue(2);
    CompletableFuture<HttpResponse<String>> poisoned =
        predictLater(Pictures.ofRed(Pictures.POISON));
    awaitNumber("sparsercnn_queue_size", 3);
    awaitNumber("sparsercnn_decode_seconds_count", 4);

    detector.open();

    assertThat(poisoned.get().statusCode()).isEqualTo(500);
    assertThat(json(poisoned.get()).get("error").asText()).startsWith("out of memory on purpose");
    assertThat(others).allSatisfy(one -> assertThat(one.get().statusCode()).isEqualTo(200));
    assertThat(detector.batches).containsExactly(1, 3, 1, 1, 1);
  }

  static Stream<Arguments> badBodies() {
    byte[] png = Pictures.ofRed(1);
    byte[] large = new byte[1 << 20];
    System.arraycopy(png, 0, large, 0, png.length);
    return Stream.of(
        arguments("empty", BodyPublishers.noBody(), 400, "empty"),
        arguments("cut", bytes(Arrays.copyOf(png, png.length / 2)), 400, "cannot be decoded"),
        arguments("no picture", bytes("hello".getBytes(StandardCharsets.UTF_8)), 415, "expected"),
        arguments("form", bytes("--x\r\nContent-Disp".getBytes(StandardCharsets.UTF_8)), 415, ""),
        arguments("too long", bytes(large), 413, "more than 4000 bytes"),
        arguments(
            "too long, length not told",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
            413,
            "more than 4000 bytes"),
        arguments(
            "too many pixels", bytes(Pictures.png(1, 101, 100)), 413, "limit of " + MAX_PIXELS));
  }

  private static BodyPublisher bytes(byte[] body) {
    return BodyPublishers.ofByteArray(body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBodies")
  void badPicture_isOneLineOfJson(String what, BodyPublisher body, int status, String says)
      throws Exception {
    detector.open();
    start(options());

    HttpResponse<String> response = post("/predict", body);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).get("error").asText()).contains(says).hasLineCount(1);
    assertThat(detector.batches).isEmpty();
    assertThat(number("sparsercnn_queue_size")).isZero();
    assertThat(predict(Pictures.ofRed(1)).statusCode()).as("the next one").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"threshold=", "threshold=high", "threshold=NaN", "threshold=1.1", "thresold=0.5"})
  void badQuery_is400(String query) throws Exception {
    start(options());

    HttpResponse<String> response = post("/predict?" + query, BodyPublishers.noBody());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).get("error").asText()).contains(query, "threshold=T");
  }

  @Test
  void wrongPathOrMethod_isSaid() throws Exception {
    start(options());

    assertThat(get("/predictions").statusCode()).isEqualTo(404);
    HttpResponse<String> wrongMethod = get("/predict");
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("Allow")).contains("POST");
    assertThat(post("/health", BodyPublishers.noBody()).statusCode()).isEqualTo(405);
  }

  @Test
  void head_isAnsweredWithoutABody() throws Exception {
    start(options());
    HttpRequest head =
        HttpRequest.newBuilder(uri("/health")).method("HEAD", BodyPublishers.noBody()).build();

    HttpResponse<String> response = client.send(head, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"alive\"}\n");
  }

  @Test
  void page_allowsItselfNothingButItsOwnScriptStyleAndServer() throws Exception {
    start(options());

    HttpResponse<String> page = get("/");

    assertThat(page.body()).startsWith("<!DOCTYPE html>");
    assertThat(page.body()).doesNotContain("src=\"http", "href=\"http", "url(");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; connect-src 'self'")
        .containsPattern("script-src 'sha256-[^']+'$")
        .doesNotContain("unsafe");
  }

  @Test
  void metrics_countAnswersByPathAndStatusButNoPathsOfStrangers() throws Exception {
    detector.open();
    start(options());
    predict(Pictures.ofRed(1));
    predict(new byte[0]);
    get("/strange");

    // A request is counted once its answer is out.
    String one = "http_server_requests_seconds_count{status=\"%s\",uri=\"%s\"}";
    awaitNumber(one.formatted("200", "/predict"), 1);
    awaitNumber(one.formatted("400", "/predict"), 1);
    awaitNumber(one.formatted("404", "other"), 1);

    String numbers = get("/metrics").body();
    assertThat(numbers)
        .doesNotContain("strange")
        .contains("sparsercnn_queue_places 64.0")
        .contains("sparsercnn_queue_wait_seconds_bucket", "jvm_memory_used_bytes");
    assertThat(number("process_resident_memory_bytes")).isNotZero();
  }

  @Test
  void stop_answersWhatWasAcceptedAndTakesNothingNew() throws Exception {
    start(options().batch(2).queue(10));
    CompletableFuture<HttpResponse<String>> running = occupy();
    List<CompletableFuture<HttpResponse<String>>> waiting = enqueue(5);
    assertThat(get("/ready").statusCode()).isEqualTo(200);

    Thread stop = new Thread(server::close);
    stop.start();
    while (get("/ready").statusCode() == 200) {
      Thread.sleep(5);
    }
    HttpResponse<String> refused = predict(Pictures.ofRed(9));
    while (refused.statusCode() != 503) {
      refused = predict(Pictures.ofRed(9));
    }

    assertThat(json(refused).get("error").asText()).contains("stopping");
    assertThat(refused.headers().firstValue("Connection")).contains("close");
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(running).isNotDone();
    detector.open();
    assertThat(running.get().statusCode()).isEqualTo(200);
    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    stop.join();
    assertThatThrownBy(() -> get("/health")).isInstanceOf(IOException.class);
    assertThat(server.accepted()).isEqualTo(6);
  }

  @Test
  void takenPort_isSaidInOneLine() {
    start(options());

    assertThatThrownBy(() -> DetectionServer.start(detector, server.address(), options().build()))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("cannot listen at")
        .hasMessageContaining("choose another port");
  }

  @Test
  void unknownHost_isSaidInOneLine() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 0);

    assertThatThrownBy(() -> DetectionServer.start(detector, nowhere, options().build()))
        .isInstanceOf(SparseRcnnException.class)
        .hasMessageContaining("nowhere.invalid");
  }
}
