package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;
import io.github.sparsercnn.core.html.PageHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page around the sections: head, heading, table of contents. Not thread-safe. */
final class ReportPage {
  private static final String SCRIPT = PageHead.resource(ReportPage.class, "report.js");

  private final Markup page = new Markup();
  private final Findings findings;
  private final List<Section> sections = new ArrayList<>();

  ReportPage(Findings findings) {
    this.findings = findings;
    sections.add(new OverviewSection(findings));
    findings
        .contents()
        .rival()
        .ifPresent(rival -> sections.add(new ComparisonSection(findings, rival)));
    sections.add(new ErrorsSection(findings));
    sections.add(new FiguresSection(findings));
    sections.add(new CategoriesSection(findings));
    sections.add(new CurvesSection(findings));
    sections.add(new ScoresSection(findings));
    sections.add(new SizesSection(findings));
    sections.add(new ConfusionSection(findings));
    sections.add(new PicturesSection(findings));
    sections.add(new HealthSection(findings));
    sections.add(new MethodSection(findings));
  }

  String document() {
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
    new PageHead(
            findings.contents().title(),
            PageHead.resource(ReportPage.class, "report.css"),
            Optional.of(SCRIPT),
            "data:")
        .write(page);
    page.open("body");
    page.element("a", "Skip to the report", "class", "skip", "href", "#main");
    writeHeader();
    page.open("div", "class", "columns");
    writeContents();
    page.open("main", "id", "main", "tabindex", "-1");
    for (Section section : sections) {
      String heading = section.id() + "-heading";
      page.open("section", "id", section.id(), "aria-labelledby", heading);
      page.element("h2", section.title(), "id", heading);
      section.write(page);
      page.close("section");
    }
    page.close("main");
    page.close("div");
    page.open("footer");
    page.element(
        "p", "Made by Sparse R-CNN for Java. This page holds everything; it loads nothing.");
    page.close("footer");
    page.verbatim("script", SCRIPT);
    page.close("body");
    page.close("html");
    return page.document();
  }

  private void writeHeader() {
    page.open("header");
    page.element("h1", findings.contents().title());
    page.open("p", "class", "sources");
    page.element("span", fileName(findings.results().source()), "class", "file");
    page.text(" measured on ");
    page.element("span", fileName(findings.truth().source()), "class", "file");
    page.close("p");
    page.close("header");
  }

  /** The last part of a path; sources may be other names, too. */
  private static String fileName(String source) {
    return source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
  }

  private void writeContents() {
    page.open("nav", "aria-label", "Contents");
    page.open("ol");
    for (Section section : sections) {
      page.open("li");
      page.element("a", section.title(), "href", "#" + section.id());
      page.close("li");
    }
    page.close("ol");
    page.close("nav");
  }
}
