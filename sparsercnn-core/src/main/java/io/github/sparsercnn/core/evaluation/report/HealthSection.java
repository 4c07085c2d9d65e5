package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;
import java.util.List;

/** What a healthy run looks like, and where this one does not. */
final class HealthSection implements Section {
  private final Findings findings;

  HealthSection(Findings findings) {
    this.findings = findings;
  }

  @Override
  public String id() {
    return "health";
  }

  @Override
  public String title() {
    return "When the AP does not rise, look";
  }

  @Override
  public void write(Markup page) {
    page.element(
        "p",
        "In a healthy training AP50 rises first, AP75 follows, and small objects come last. AP climbs"
            + " quickly, then slowly, and once more when the learning rate drops. The limits here are"
            + " rules of thumb, no laws.");
    if (findings.objects() > 0) {
      writeChecks(page, HealthCheck.all(findings));
    }
    page.element("p", "If all of that is healthy, or nothing moves at all:");
    page.open("ul");
    page.element(
        "li", "Look at the worst pictures first. Ten minutes there tell more than any figure.");
    page.element(
        "li",
        "Look inside: ./sparsercnn features PICTURE --weights FILE shows what the network sees, where"
            + " its proposals go and whom they listen to, and how that looks in a healthy one.");
    page.element(
        "li",
        "Let the detector learn ten pictures by heart: trained and measured on the same ten, AP must"
            + " come near 1. If it does not, labels or learning rate are wrong, not the amount of"
            + " data.");
    page.element(
        "li",
        "The learning rate belongs to the number of pictures per step: 0.000025 for 16 in the"
            + " official schedule, half of it for 8. Too high a rate ends in NaN or in a loss that"
            + " stands still.");
    page.element(
        "li",
        "Start from weights that know COCO; few pictures do not teach a detector from nothing.");
    page.element(
        "li",
        "If the loss still falls but AP stands, the training set is learned by heart: more pictures,"
            + " or fewer steps.");
    page.close("ul");
  }

  private static void writeChecks(Markup page, List<HealthCheck> checks) {
    Tables.open(
        page, "Rules of thumb", "explained", "Look at", "*Here", "*Healthy", "*If it is not");
    for (HealthCheck check : checks) {
      page.open("tr");
      Tables.head(page, check.look());
      page.open("td", "class", check.isHealthy() ? "verdict healthy" : "verdict look");
      page.element("span", check.isHealthy() ? "✓ healthy" : "→ look");
      page.text(" " + check.here());
      page.close("td");
      page.element("td", check.rule(), "class", "rule");
      Tables.prose(page, check.otherwise());
      page.close("tr");
    }
    Tables.close(page);
  }
}
