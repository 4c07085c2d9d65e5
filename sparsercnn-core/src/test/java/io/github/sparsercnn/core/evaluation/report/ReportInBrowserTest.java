package io.github.sparsercnn.core.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Opens the report in Chromium, where that is installed. */
class ReportInBrowserTest {
  private static final int PHONE_WIDTH = 390;
  private static final long TIMEOUT_SECONDS = 180;

  /** A browser that has just ended may still be tidying up its profile. */
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  private Path chromium = Path.of("");

  /** What the browser made of a page, and what it said. */
  private record Visit(String dom, String log) {
    List<String> complaints() {
      return log.lines().filter(line -> line.contains("CONSOLE")).toList();
    }

    /** What the page around the report found out. */
    String answer() {
      Matcher answer = Pattern.compile("answer:(.*?):answer").matcher(dom);
      assertThat(answer.find()).as("the page did not answer:%n%s%n%s", dom, log).isTrue();
      return answer.group(1);
    }
  }

  @BeforeEach
  void findChromium() {
    Optional<Path> found =
        Stream.concat(
                Stream.of(Path.of("/usr/bin")),
                Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH"))
                            .orElse("")
                            .split(Pattern.quote(File.pathSeparator), -1))
                    .filter(entry -> !entry.isBlank())
                    .map(Path::of))
            .map(directory -> directory.resolve("chromium"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "needs chromium in /usr/bin or on the PATH");
    chromium = found.orElseThrow();
  }

  private Visit visit(Path page) throws IOException, InterruptedException {
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>(List.of(chromium.toString()));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--allow-file-access-from-files",
            "--enable-logging=stderr",
            "--user-data-dir=" + Files.createTempDirectory(folder, "profile"),
            "--virtual-time-budget=5000",
            "--dump-dom",
            page.toUri().toString()));
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    boolean hasEnded = browser.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (!hasEnded) {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
    Visit visit =
        new Visit(
            Files.readString(dom), new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    assertThat(hasEnded).as("the browser hangs:%n%s", visit.log).isTrue();
    assertThat(browser.exitValue()).as(visit.log).isZero();
    return visit;
  }

  private Path report() {
    CocoMatching matching = Pets.matching();
    CocoMatching other =
        CocoMatching.of(
            matching.groundTruth(), CocoResults.builder("none.json").build(), Pets.SETTINGS);
    Path file = folder.resolve("report.html");
    HtmlReport.write(
        file,
        Pets.contents(matching)
            .rival(new ReportContents.Rival(other, Comparison.of(matching, other, Pets.few())))
            .build());
    return file;
  }

  /**
   * Asks a question about the report, shown at a width: a JavaScript expression over {@code doc}.
   */
  private Visit ask(String question, int width) throws IOException, InterruptedException {
    Path around = folder.resolve("around.html");
    Files.writeString(
        around,
        """
        <!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">
        <iframe id="report" style="width:%dpx;height:900px;border:0"></iframe><p id="answer"></p>
        <script>
          const frame = document.getElementById("report");
          frame.addEventListener("load", () => {
            const doc = frame.contentDocument;
            document.getElementById("answer").textContent = "answer:" + (%s) + ":answer";
          });
          frame.src = "%s";
        </script>
        """
            .formatted(width, question, report().toUri()));
    return visit(around);
  }

  @Test
  void console_staysSilent() throws Exception {
    Visit visit = visit(report());

    assertThat(visit.complaints()).isEmpty();
    assertThat(visit.dom).contains("<h1>Detection report</h1>");
  }

  @Test
  void console_wouldBeHeard() throws Exception {
    Path page = folder.resolve("bad.html");
    Files.writeString(page, "<!DOCTYPE html><script>throw new Error('loud');</script>");

    assertThat(visit(page).complaints()).singleElement().asString().contains("loud");
  }

  @Test
  void style_isApplied() throws Exception {
    String question = "doc.defaultView.getComputedStyle(doc.querySelector('nav ol')).listStyleType";

    assertThat(ask(question, 1200).answer()).isEqualTo("none");
  }

  @Test
  void heads_sortTheTable() throws Exception {
    String question =
        """
        (() => {
          const table = doc.querySelector("#categories table");
          const names = () => Array.from(table.tBodies[0].rows).map((r) => r.cells[0].textContent);
          const head = table.tHead.rows[0].cells[2];
          head.querySelector("button").click();
          const rising = names() + " " + head.getAttribute("aria-sort");
          head.querySelector("button").click();
          return rising + ", " + names() + " " + head.getAttribute("aria-sort");
        })()
        """;

    Visit visit = ask(question, 1200);

    assertThat(visit.answer()).isEqualTo("dog,cat ascending, cat,dog descending");
    assertThat(visit.complaints()).isEmpty();
  }

  @Test
  void phone_needsNoSidewaysScrolling() throws Exception {
    Visit visit = ask("doc.documentElement.scrollWidth", PHONE_WIDTH);

    assertThat(Integer.parseInt(visit.answer())).isLessThanOrEqualTo(PHONE_WIDTH);
  }
}
