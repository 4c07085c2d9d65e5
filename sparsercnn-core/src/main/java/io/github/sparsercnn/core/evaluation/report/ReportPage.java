package io.github.sparsercnn.core.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** The page around the sections: head, heading, table of contents. Not thread-safe. */
final class ReportPage {
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
    writeHead();
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
    page.verbatim("script", resource("report.js"));
    page.close("body");
    page.close("html");
    return page.document();
  }

  private void writeHead() {
    String style = resource("report.css");
    // Even if a label got through the escaping, nothing of it could run or be loaded.
    String policy =
        "default-src 'none'; img-src data:; style-src "
            + hash(style)
            + "; script-src "
            + hash(resource("report.js"))
            + "; base-uri 'none'; form-action 'none'";
    page.open("head");
    page.leaf("meta", "charset", "utf-8");
    page.leaf("meta", "http-equiv", "Content-Security-Policy", "content", policy);
    page.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.leaf("meta", "name", "color-scheme", "content", "light dark");
    page.element("title", findings.contents().title());
    // Else servers are asked for an icon.
    page.leaf("link", "rel", "icon", "href", "data:,");
    page.verbatim("style", style);
    page.close("head");
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

  private static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read from the jar", e);
    }
  }

  private static String hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
