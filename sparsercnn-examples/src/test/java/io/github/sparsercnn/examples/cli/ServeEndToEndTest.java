package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Box;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instance;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code sparsercnn serve} as a process, with the bundled model. */
@Timeout(600)
class ServeEndToEndTest {
  private static final int CLIENTS = 12;
  private static final int ANSWERS_BEFORE_THE_STOP = 30;
  private static final String SMALL = "160";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;
  private BufferedReader output;
  private URI predict;

  @BeforeEach
  void serve() throws Exception {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "io.github.sparsercnn.examples.cli.Main",
                "serve",
                "--port=0",
                "--batch=4",
                "--queue=6",
                "--deadline=600000",
                "INPUT.MIN_SIZE_TEST",
                SMALL)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output = process.inputReader();
    String firstLine = output.readLine();
    assertThat(firstLine).startsWith("serving the bundled model at http://127.0.0.1:");
    Matcher address = Pattern.compile("http://[^;]+").matcher(firstLine);
    assertThat(address.find()).isTrue();
    predict = URI.create(address.group() + "predict");
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  /** Different sizes, so that batches hold pictures of different padded size. */
  private static byte[] smear(int seed) throws IOException {
    ImageSize size = seed % 2 == 0 ? new ImageSize(320, 240) : new ImageSize(200, 320);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new SmearGenerator(size).generate(seed).picture(), "png", file);
    return file.toByteArray();
  }

  private HttpResponse<String> post(byte[] picture) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(predict).POST(BodyPublishers.ofByteArray(picture)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void answers_areThoseOfTheDetectorWhateverSharesTheirBatch() throws Exception {
    List<byte[]> pictures = new ArrayList<>();
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    ExecutorService callers = Executors.newCachedThreadPool();
    for (int seed = 0; seed < 6; seed++) {
      byte[] picture = smear(seed);
      pictures.add(picture);
      answers.add(callers.submit(() -> post(picture)));
    }
    callers.shutdown();
    try (BundledModel model = BundledModel.open();
        Detector detector =
            Detector.builder()
                .weights(model.file())
                .override("INPUT.MIN_SIZE_TEST", SMALL)
                .build()) {
      for (int i = 0; i < pictures.size(); i++) {
        HttpResponse<String> answer = answers.get(i).get();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertSame(
            new ObjectMapper().readTree(answer.body()),
            detector.predict(Image.of(pictures.get(i))));
      }
    }
  }

  private static void assertSame(JsonNode answer, Instances expected) {
    assertThat(answer.get("width").asInt()).isEqualTo(expected.imageSize().width());
    assertThat(answer.get("height").asInt()).isEqualTo(expected.imageSize().height());
    assertThat(answer.get("detections")).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      JsonNode found = answer.get("detections").get(i);
      Instance instance = expected.get(i);
      assertThat(found.get("score").floatValue()).isCloseTo(instance.score(), within(1e-4f));
      if (instance.score() > 0.3f) {
        Box box = instance.box();
        assertThat(found.get("label").asText()).isEqualTo(instance.label());
        assertThat(found.at("/box/0").floatValue()).isCloseTo(box.x1(), within(0.01f));
        assertThat(found.at("/box/3").floatValue()).isCloseTo(box.y2(), within(0.01f));
      }
    }
  }

  @Test
  void sigterm_losesNoAcceptedPictureAndEndsWithStatus0() throws Exception {
    byte[] picture = smear(1);
    AtomicLong answered = new AtomicLong();
    ExecutorService callers = Executors.newFixedThreadPool(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      callers.execute(() -> askUntilRefused(picture, answered));
    }
    while (answered.get() < ANSWERS_BEFORE_THE_STOP) {
      Thread.sleep(5);
    }

    // Process.destroy would close its output too.
    process.toHandle().destroy();

    assertThat(process.waitFor()).isZero();
    callers.shutdown();
    assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.readLine()).isEqualTo("stopped after " + answered.get() + " pictures");
  }

  /** Counts answers until the server stops; an accepted picture without one makes it differ. */
  private void askUntilRefused(byte[] picture, AtomicLong answered) {
    try {
      int status = 0;
      while (status != 503) {
        status = post(picture).statusCode();
        if (status == 200) {
          answered.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // The server no longer listens, or closed a connection that was waiting for its next request.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
