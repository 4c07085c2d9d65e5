package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.AreaRange;
import io.github.sparsercnn.core.evaluation.CocoSettings;
import io.github.sparsercnn.core.html.Markup;
import java.util.stream.Collectors;

/** Which files were measured, and with which settings. */
final class MethodSection implements Section {
  private final Findings findings;

  MethodSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "method";
  }

  @Override
  public String title() {
    return "How this was measured";
  }

  @Override
  public void write(Markup page) {
    CocoSettings settings = findings.matching().settings();
    page.open("dl", "class", "method");
    entry(page, "Annotations", findings.truth().source());
    entry(page, "Results", findings.results().source());
    findings
        .contents()
        .rival()
        .ifPresent(rival -> entry(page, "Compared with", rival.matching().results().source()));
    entry(
        page,
        "Pictures",
        findings.contents().images().map(Object::toString).orElse("none were given"));
    entry(
        page,
        "Limits of detections",
        settings.maxDets().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    entry(
        page,
        "Size classes",
        settings.areaRanges().stream().map(AreaRange::name).collect(Collectors.joining(", ")));
    entry(
        page,
        "Marks “ignore”",
        settings.respectIgnore() ? "respected" : "without effect, as in pycocotools");
    if (settings.pycocotools()) {
      entry(page, "Where pycocotools goes wrong", "done likewise");
    }
    page.close("dl");
    page.element(
        "p",
        "The figures are those of pycocotools to the last bit, the errors those of TIDE. Right and"
            + " wrong are meant at IoU 0.5 where nothing else is said. Crowds are left out. Random"
            + " numbers come from a fixed seed, so the same files give the same report.");
  }

  private static void entry(Markup page, String name, String value) {
    page.open("div");
    page.element("dt", name);
    page.element("dd", value);
    page.close("div");
  }
}
