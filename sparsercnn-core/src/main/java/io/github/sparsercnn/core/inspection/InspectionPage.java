package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.html.Markup;
import io.github.sparsercnn.core.html.PageHead;
import java.util.List;
import java.util.Optional;

/** The page that shows the pictures and says how to read them. Not thread-safe. */
final class InspectionPage {
  private static final String CHECKS = "checks";
  private static final String SCORES = "scores";

  private final Markup page = new Markup();
  private final String title;
  private final Findings findings;
  private final List<InspectionPicture> pictures;
  private final List<InspectionCheck> checks;

  InspectionPage(
      String title,
      Findings findings,
      List<InspectionPicture> pictures,
      List<InspectionCheck> checks) {
    this.title = title;
    this.findings = findings;
    this.pictures = pictures;
    this.checks = checks;
  }

  String document() {
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
    new PageHead(
            "Looking inside: " + title,
            PageHead.resource(InspectionPage.class, "inspection.css"),
            Optional.empty(),
            PageHead.BESIDE)
        .write(page);
    page.open("body");
    page.element("a", "Skip to the pictures", "class", "skip", "href", "#main");
    writeHeader();
    page.open("div", "class", "columns");
    writeContents();
    page.open("main", "id", "main", "tabindex", "-1");
    writeChecks();
    writeScores();
    pictures.forEach(this::writePicture);
    page.close("main");
    page.close("div");
    page.open("footer");
    page.element(
        "p",
        "Made by Sparse R-CNN for Java. This page shows the pictures beside it, nothing else.");
    page.close("footer");
    page.close("body");
    page.close("html");
    return page.document();
  }

  private void writeHeader() {
    Inspection inspection = findings.inspection();
    page.open("header");
    page.element("h1", "Looking inside");
    page.open("p", "class", "sources");
    page.element("span", title, "class", "file");
    page.text(
        Shown.format(
            ": %d × %d pixels, seen at %d × %d; %d proposals, %d stages, %d classes",
            inspection.original().width(),
            inspection.original().height(),
            inspection.picture().width(),
            inspection.picture().height(),
            inspection.proposals(),
            inspection.stages().size(),
            inspection.last().classes()));
    page.close("p");
    page.close("header");
  }

  private void writeContents() {
    page.open("nav", "aria-label", "Contents");
    page.open("ol");
    writeLink("Rules of thumb", CHECKS);
    writeLink("The surest proposals", SCORES);
    for (InspectionPicture picture : pictures) {
      writeLink(picture.title(), id(picture));
    }
    page.close("ol");
    page.close("nav");
  }

  private void writeLink(String text, String id) {
    page.open("li");
    page.element("a", text, "href", "#" + id);
    page.close("li");
  }

  private static String id(InspectionPicture picture) {
    return picture.file().replace('.', '-');
  }

  private void openSection(String id, String heading) {
    page.open("section", "id", id, "aria-labelledby", id + "-heading");
    page.element("h2", heading, "id", id + "-heading");
  }

  private void writeChecks() {
    openSection(CHECKS, "When the AP does not rise, look");
    page.element(
        "p",
        "One picture proves little: look at three or four, at some that go well and at some that do"
            + " not. The limits are rules of thumb, no laws.");
    openTable("Rules of thumb", "explained", "Look at", "Here", "Healthy", "If it is not");
    for (InspectionCheck check : checks) {
      page.open("tr");
      page.element("th", check.look(), "scope", "row");
      page.open("td", "class", check.isHealthy() ? "verdict healthy" : "verdict look");
      page.element("span", check.isHealthy() ? "✓ healthy" : "→ look");
      page.text(" " + check.here());
      page.close("td");
      page.element("td", check.rule(), "class", "rule");
      page.element("td", check.otherwise(), "class", "prose");
      page.close("tr");
    }
    closeTable();
    page.close("section");
  }

  private void openTable(String caption, String style, String... columns) {
    page.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    page.open("table", "class", style);
    page.element("caption", caption);
    page.open("thead").open("tr");
    for (String column : columns) {
      page.element("th", column, "scope", "col");
    }
    page.close("tr").close("thead").open("tbody");
  }

  private void closeTable() {
    page.close("tbody").close("table").close("div");
  }

  private void writeScores() {
    openSection(SCORES, "The surest proposals");
    page.element(
        "p",
        "What each of them says in each stage. Healthy: the class is found early and stays, the"
            + " score rises.");
    List<InspectedStage> stages = findings.inspection().stages();
    String[] columns = new String[stages.size() + 2];
    columns[0] = "Rank";
    columns[1] = "Proposal";
    for (InspectedStage stage : stages) {
      columns[stage.number() + 1] = "Stage " + stage.number();
    }
    openTable("The surest proposals, stage by stage", SCORES, columns);
    int rank = 0;
    for (int proposal : findings.top()) {
      rank++;
      page.open("tr");
      page.element("th", Integer.toString(rank), "scope", "row");
      page.element("td", Integer.toString(proposal));
      for (InspectedStage stage : stages) {
        page.element("td", findings.verdict(stage, proposal));
      }
      page.close("tr");
    }
    closeTable();
    page.close("section");
  }

  private void writePicture(InspectionPicture picture) {
    openSection(id(picture), picture.title());
    page.element("p", picture.shows());
    page.open(
        "div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", picture.title());
    page.open("a", "href", picture.file());
    page.leaf(
        "img",
        "src",
        picture.file(),
        "alt",
        picture.title() + ". " + picture.shows(),
        "width",
        Integer.toString(picture.width()),
        "height",
        Integer.toString(picture.height()));
    page.close("a");
    page.close("div");
    writeSign("healthy", "Healthy", picture.healthy());
    writeSign("look", "Sick", picture.sick());
    page.close("section");
  }

  private void writeSign(String style, String word, String text) {
    page.open("p", "class", "sign " + style);
    page.element("span", word + ": ");
    page.text(text);
    page.close("p");
  }
}
