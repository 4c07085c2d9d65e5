package io.github.sparsercnn.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium that is told over its debugging protocol what to do, and that keeps what its
 * console says. One thread at a time.
 */
final class Browser implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 180;
  private static final String PORT_FILE = "DevToolsActivePort";

  private final ObjectMapper mapper = new ObjectMapper();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final Process process;
  private final WebSocket socket;
  private int lastId;

  private Browser(Process process, URI page) {
    this.process = process;
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
  }

  /** Puts the pieces of messages together. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        try {
          messages.add(mapper.readTree(message.toString()));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /**
   * Starts a browser, or skips the test where there is none.
   *
   * @param folder for its profile and log
   */
  static Browser start(Path folder) throws IOException, InterruptedException {
    Optional<Path> chromium =
        Stream.concat(
                Stream.of("/usr/bin"),
                Arrays.stream(
                    Optional.ofNullable(System.getenv("PATH"))
                        .orElse("")
                        .split(Pattern.quote(File.pathSeparator), -1)))
            .filter(entry -> !entry.isBlank())
            .map(directory -> Path.of(directory, "chromium"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(chromium.isPresent(), "needs chromium in /usr/bin or on the PATH");
    Path profile = Files.createTempDirectory(folder, "profile");
    Process process =
        new ProcessBuilder(
                chromium.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    try {
      Browser browser = new Browser(process, page(process, profile.resolve(PORT_FILE)));
      browser.ask("Runtime.enable", Map.of());
      browser.ask("Log.enable", Map.of());
      browser.ask("Page.enable", Map.of());
      return browser;
    } catch (IOException | RuntimeException | AssertionError | InterruptedException e) {
      end(process);
      throw e;
    }
  }

  private static URI page(Process process, Path portFile) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(portFile) && Files.readAllLines(portFile).size() > 1) {
        String port = Files.readAllLines(portFile).get(0);
        HttpRequest targets =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
        String list = HttpClient.newHttpClient().send(targets, BodyHandlers.ofString()).body();
        for (JsonNode target : new ObjectMapper().readTree(list)) {
          if (target.get("type").asText().equals("page")) {
            return URI.create(target.get("webSocketDebuggerUrl").asText());
          }
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the browser did not start");
  }

  private JsonNode ask(String method, Map<String, ?> parameters) throws InterruptedException {
    int id = ++lastId;
    ObjectNode question = mapper.createObjectNode().put("id", id).put("method", method);
    question.set("params", mapper.valueToTree(parameters));
    socket.sendText(question.toString(), true).join();
    while (true) {
      @Nullable JsonNode message = messages.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(message).as("answer to " + question).isNotNull();
      keepComplaint(message);
      if (message.path("id").asInt() == id) {
        assertThat(message.has("error")).as("%s: %s", question, message).isFalse();
        return message.get("result");
      }
    }
  }

  private void keepComplaint(JsonNode message) {
    String method = message.path("method").asText();
    if (method.equals("Runtime.exceptionThrown")
        || method.equals("Runtime.consoleAPICalled")
        || method.equals("Log.entryAdded")) {
      complaints.add(message.get("params").toString());
    }
  }

  /** What the console said so far. */
  List<String> complaints() {
    return complaints;
  }

  /** Gives the page the size of a screen, and light or dark colours. */
  void screen(int width, int height, boolean dark) throws InterruptedException {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    String scheme = dark ? "dark" : "light";
    ask(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Opens a page and waits until it is loaded. */
  void open(URI page) throws InterruptedException {
    ask("Page.navigate", Map.of("url", page.toString()));
    await("location.href === '" + page + "' && document.readyState === 'complete'");
  }

  /** Chooses a file, as a person would in the dialog. */
  void choose(String selector, Path file) throws InterruptedException {
    JsonNode document = ask("DOM.getDocument", Map.of());
    JsonNode input =
        ask(
            "DOM.querySelector",
            Map.of("nodeId", document.at("/root/nodeId").asInt(), "selector", selector));
    ask(
        "DOM.setFileInputFiles",
        Map.of("nodeId", input.get("nodeId").asInt(), "files", List.of(file.toString())));
  }

  /** The value of a JavaScript expression. */
  JsonNode evaluate(String expression) throws InterruptedException {
    JsonNode result =
        ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertThat(result.has("exceptionDetails")).as("%s: %s", expression, result).isFalse();
    return result.at("/result/value");
  }

  /** Waits until a JavaScript expression is true. */
  void await(String condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!evaluate(condition).asBoolean()) {
      assertThat(System.nanoTime()).as("still not: " + condition).isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Saves what the screen shows. */
  void screenshot(Path png) throws IOException, InterruptedException {
    JsonNode picture = ask("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(png, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    socket.abort();
    end(process);
  }
}
