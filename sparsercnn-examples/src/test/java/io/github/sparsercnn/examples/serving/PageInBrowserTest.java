package io.github.sparsercnn.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in Chromium, where that is installed, in front of a real server. */
@Timeout(600)
class PageInBrowserTest {
  private static final int PHONE_WIDTH = 390;
  private static final String STATUS = "document.getElementById('status').textContent";

  /** A browser that has just ended may still be tidying up its profile. */
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  private final GatedDetector detector = new GatedDetector().open();
  private Browser browser;
  private DetectionServer server;
  private URI page;

  @BeforeEach
  void openPage() throws Exception {
    browser = Browser.start(folder);
    server =
        DetectionServer.start(
            detector,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            ServingOptions.builder().queue(1).build());
    page = URI.create("http://127.0.0.1:" + server.address().getPort() + "/");
    browser.screen(1200, 900, false);
    browser.open(page);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private Path file(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  private void look(Path file) throws Exception {
    browser.choose("#file", file);
    browser.await(STATUS + " !== '' && !" + STATUS + ".startsWith('Looking')");
  }

  private String status() throws Exception {
    return browser.evaluate(STATUS).asText();
  }

  @Test
  void chosenPicture_isShownWithItsObjectsAndTheConsoleStaysSilent() throws Exception {
    look(file("cell.png", Pictures.png(204, 300, 200)));

    assertThat(status()).startsWith("cell.png: 300 × 200, 1 object");
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate("document.getElementById('rows').innerText").asText())
        .isEqualTo("cellule étrange\t0.80");
    assertThat(browser.evaluate("canvas.width + 'x' + canvas.height").asText())
        .isEqualTo("300x200");
    assertThat(browser.evaluate("canvas.getContext('2d').getImageData(150, 100, 1, 1).data[0]"))
        .as("the picture's red in its middle")
        .hasToString("204");
    assertThat(browser.evaluate("canvas.getContext('2d').getImageData(150, 199, 1, 1).data[1]"))
        .as("the green of the box at the edge")
        .hasToString("73");
    assertThat(browser.evaluate("canvas.getAttribute('aria-label')").asText())
        .isEqualTo("cell.png with boxes around 1 object, listed beside it");
  }

  @Test
  void slider_hidesWhatIsBelow() throws Exception {
    look(file("cell.png", Pictures.ofRed(204)));

    browser.evaluate(
        "const slider = document.getElementById('threshold'); slider.value = 0.9;"
            + "slider.dispatchEvent(new Event('input'))");

    assertThat(status()).contains("0 objects");
    assertThat(browser.evaluate("document.getElementById('shown').textContent").asText())
        .isEqualTo("0.90");
    assertThat(browser.evaluate("document.getElementById('rows').rows.length").asInt()).isZero();
  }

  @Test
  void droppedPicture_isLookedAt() throws Exception {
    browser.evaluate(
        """
        (async () => {
          const canvas = new OffscreenCanvas(30, 20);
          const pen = canvas.getContext("2d");
          pen.fillStyle = "rgb(255, 0, 0)";
          pen.fillRect(0, 0, 30, 20);
          const transfer = new DataTransfer();
          transfer.items.add(new File([await canvas.convertToBlob()], "dropped.png"));
          document.getElementById("drop").dispatchEvent(
              new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
        })()
        """);
    browser.await(STATUS + ".startsWith('dropped.png')");

    assertThat(status()).startsWith("dropped.png: 30 × 20, 1 object");
  }

  @Test
  void badPicture_isSaidAndTheNextIsShown() throws Exception {
    look(file("note.txt", "hello".getBytes(StandardCharsets.UTF_8)));
    assertThat(status()).contains("not a picture");
    assertThat(browser.evaluate("document.getElementById('result').hidden").asBoolean()).isTrue();

    browser.choose("#file", file("cell.png", Pictures.ofRed(204)));
    browser.await(STATUS + ".startsWith('cell.png')");

    assertThat(browser.evaluate("document.getElementById('result').hidden").asBoolean()).isFalse();
  }

  @Test
  void phone_needsNoSidewaysScrollingAndFingersFindTheControls() throws Exception {
    browser.screen(PHONE_WIDTH, 844, true);
    look(file("a_name_that_is_much_too_long_for_a_phone.png", Pictures.png(204, 1600, 900)));

    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(PHONE_WIDTH);
    assertThat(browser.evaluate("document.getElementById('drop').offsetHeight").asInt())
        .isGreaterThanOrEqualTo(44);
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .as("dark as the system is")
        .isEqualTo("rgb(21, 23, 26)");
  }

  @Test
  void console_wouldBeHeard() throws Exception {
    browser.evaluate("void setTimeout(() => { throw new Error('loud'); })");
    browser.await("new Promise((done) => setTimeout(() => done(true), 50))");

    assertThat(browser.complaints()).singleElement().asString().contains("loud");
  }
}
