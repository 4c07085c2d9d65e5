package io.github.sparsercnn.core.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoGroundTruthBuilder;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import io.github.sparsercnn.core.evaluation.analysis.ApBootstrap;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class HtmlReportTest {
  private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3");

  private final CocoMatching matching = Pets.matching();
  private final Page page = new Page(Pets.contents(matching).build());

  @Test
  void figures_areThoseOfTheEvaluationInTheirOrder() {
    List<List<String>> rows = Page.rows(page.element("figures"));

    assertThat(rows.stream().skip(1).map(row -> row.get(1)))
        .containsExactlyElementsOf(
            Arrays.stream(matching.report().stats())
                .mapToObj(value -> value == -1 ? "–" : Shown.format("%.3f", value))
                .toList());
    assertThat(rows.get(1)).startsWith("AP").last().asString().startsWith("The headline");
  }

  @Test
  void overview_hasApWithItsInterval() {
    assertThat(page.text("overview"))
        .startsWith("Overview AP " + Shown.figure(matching.report().apAtMaxDets()))
        .contains(
            "95 % interval "
                + Shown.interval(Shown.possible(ApBootstrap.interval(matching, Pets.few()))))
        .contains("pictures 3")
        .contains("objects 7");
  }

  @Test
  void categories_haveTheirBestThreshold() {
    assertThat(Page.rows(page.element("categories")))
        .hasSize(3)
        .anySatisfy(row -> assertThat(row).startsWith("cat", "5").contains("0.520", "0.571"))
        .anySatisfy(row -> assertThat(row).startsWith("dog", "2").contains("0.750", "0.500"));
  }

  @Test
  void errors_areSortedByCost() {
    List<List<String>> rows = Page.rows(page.element("errors"));

    assertThat(rows).hasSize(7);
    List<Double> costs = rows.stream().skip(1).map(row -> Double.valueOf(row.get(1))).toList();
    assertThat(costs).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(page.text("errors")).contains("“" + rows.get(1).get(0) + "” costs most");
  }

  @Test
  void matrix_leadsToExamples() {
    Element matrix = page.element("confusion");

    List<String> links =
        Page.all(matrix, "a").stream().map(link -> link.getAttribute("href")).toList();
    assertThat(links).contains("#case-2-0", "#case-0-0", "#case-1-2");
    assertThat(page.text("case-2-0"))
        .startsWith("cat where none is labelled 2 cases.")
        .contains("a.png, score 0.65: object that was found already")
        .contains("b.png, score 0.70: right category, inexact place");
  }

  @Test
  void gallery_marksEveryKindOfErrorByASignOfItsOwn() {
    assertThat(Page.all(page.element("picture-1"), "text"))
        .extracting(Page::plain)
        .containsExactlyInAnyOrder("≠ cat 0.85", "2× cat 0.65");
    assertThat(Page.all(page.element("picture-2"), "text"))
        .extracting(Page::plain)
        .containsExactlyInAnyOrder("? cat", "? dog", "↔ cat 0.70", "× dog 0.60");
    assertThat(page.text("picture-2"))
        .contains("2 objects, 2 of them missed; 3 detections, 2 of them wrong.")
        .contains("right category, inexact place: cat 0.70 at 30, 10, size 40 × 40; IoU 0.33");
    assertThat(page.has("picture-3")).as("it has no error").isFalse();
  }

  @Test
  void comparison_isThereOnlyWithARival() {
    assertThat(page.has("comparison")).isFalse();

    CocoResults none = CocoResults.builder("none.json").build();
    CocoMatching other = CocoMatching.of(matching.groundTruth(), none, Pets.SETTINGS);
    Page both =
        new Page(
            Pets.contents(matching)
                .rival(new ReportContents.Rival(other, Comparison.of(matching, other, Pets.few())))
                .build());

    assertThat(both.text("comparison"))
        .contains("Compared with none.json")
        .contains("AP " + Shown.figure(matching.report().apAtMaxDets()) + " against 0.000")
        .contains("luck");
    assertThat(Page.rows(both.element("comparison")))
        .anySatisfy(row -> assertThat(row).startsWith("AP50"))
        .anySatisfy(row -> assertThat(row).startsWith("cat"));
  }

  @Test
  void rival_mustHaveTheSameGroundTruth() {
    CocoMatching other = Pets.matching();
    Comparison comparison = Comparison.of(matching, matching, Pets.few());

    assertThatThrownBy(
            () ->
                ReportContents.builder(matching)
                    .rival(new ReportContents.Rival(other, comparison))
                    .build())
        .hasMessageContaining("same ground truth");
  }

  @Test
  void labelsAndNames_areText() {
    String evil = "<script>alert('x')</script>";
    CocoGroundTruth truth = Pets.truth(evil, "\"><b>&\u0000\u202E", evil + ".png").build();
    CocoMatching matched = CocoMatching.of(truth, Pets.results(), Pets.SETTINGS);

    Page evilPage = new Page(Pets.contents(matched).title(evil).build());

    assertThat(evilPage.all("script")).hasSize(1);
    assertThat(evilPage.all("b")).isEmpty();
    assertThat(evilPage.source()).doesNotContain("<script>alert", "\u202E");
    assertThat(Page.plain(evilPage.all("h1").get(0))).isEqualTo(evil);
    assertThat(evilPage.text("picture-1")).contains(". " + evil + ".png");
    assertThat(Page.rows(evilPage.element("categories")).get(2)).startsWith("\"><b>&\uFFFD\uFFFD");
  }

  @Test
  void page_isTheSameEveryTimeForAnyNumberOfThreads() {
    CocoMatching three =
        CocoMatching.of(Pets.truth(), Pets.results(), Pets.SETTINGS.toBuilder().threads(3).build());

    assertThat(HtmlReport.page(Pets.contents(three).build())).isEqualTo(page.source());
  }

  @Test
  void page_loadsNothing() {
    for (Element element : page.all("*")) {
      for (String name : List.of("href", "src", "srcset", "data", "action")) {
        String value = element.getAttribute(name);
        assertThat(value.isEmpty() || value.startsWith("#") || value.startsWith("data:"))
            .as("%s of %s is %s", name, element.getTagName(), value)
            .isTrue();
      }
      assertThat(element.hasAttribute("style")).as("forbidden by the policy").isFalse();
    }
    assertThat(page.all("style").get(0).getTextContent()).doesNotContain("url(", "@import");
  }

  @Test
  void links_leadSomewhereAndIdsAreUnique() {
    List<String> ids =
        page.all("*").stream()
            .map(element -> element.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
    for (Element element : page.all("*")) {
      String target = element.getAttribute("href");
      if (target.startsWith("#")) {
        assertThat(ids).contains(target.substring(1));
      }
      String labels = element.getAttribute("aria-labelledby");
      assertThat(labels.isEmpty() || ids.contains(labels)).as(labels).isTrue();
    }
  }

  @Test
  void screenReaders_findLandmarksHeadingsHeadsAndDescriptions() {
    assertThat(page.all("html").get(0).getAttribute("lang")).isEqualTo("en");
    for (String landmark : List.of("header", "nav", "main", "footer", "h1")) {
      assertThat(page.all(landmark)).as(landmark).hasSize(1);
    }
    List<String> headings =
        page.all("*").stream().map(Element::getTagName).filter(HEADINGS::contains).toList();
    for (int i = 1; i < headings.size(); i++) {
      assertThat(headings.get(i).charAt(1) - headings.get(i - 1).charAt(1)).isLessThanOrEqualTo(1);
    }
    assertThat(page.all("th")).allMatch(head -> !head.getAttribute("scope").isEmpty());
    assertThat(page.all("table")).allMatch(table -> Page.all(table, "caption").size() == 1);
    assertThat(page.all("svg"))
        .allMatch(
            svg ->
                svg.getAttribute("aria-hidden").equals("true")
                    || (svg.getAttribute("role").equals("img")
                        && !svg.getAttribute("aria-label").isBlank()));
  }

  @Test
  void emptyResults_areReported() {
    CocoResults none = CocoResults.builder("none.json").build();

    Page empty =
        new Page(Pets.contents(CocoMatching.of(Pets.truth(), none, Pets.SETTINGS)).build());

    assertThat(empty.text("overview")).contains("There are no detections at all");
    assertThat(empty.text("scores")).contains("nothing to threshold");
    assertThat(empty.text("picture-1")).contains("2 objects, 2 of them missed; 0 detections");
  }

  @Test
  void nothingRight_isDrawnWithItsSurestDetections() {
    CocoResults.Builder wrong = CocoResults.builder("wrong.json");
    for (int i = 0; i < 30; i++) {
      wrong.add(1, 10, 170, 90, 10 + i, 9, 0.9 - 0.01 * i);
    }

    Page none =
        new Page(
            Pets.contents(CocoMatching.of(Pets.truth(), wrong.build(), Pets.SETTINGS)).build());

    assertThat(none.text("overview")).contains("No detection is right").contains("category ids");
    assertThat(none.text("picture-1")).contains("30 of them wrong. The 20 surest are drawn.");
  }

  @Test
  void nothingToFind_isReported() {
    CocoGroundTruth truth =
        CocoGroundTruth.builder("empty.json").image(1, "", 0, 0).category(10, "cat").build();
    CocoResults results = CocoResults.builder("r").add(1, 10, 5, 5, 20, 10, 0.5).build();

    Page page1 = new Page(Pets.contents(CocoMatching.of(truth, results, Pets.SETTINGS)).build());
    Page page2 =
        new Page(
            Pets.contents(
                    CocoMatching.of(
                        CocoGroundTruth.builder("void").build(),
                        CocoResults.builder("void").build(),
                        Pets.SETTINGS))
                .build());

    assertThat(page1.text("overview")).contains("AP –").contains("no object is annotated");
    assertThat(page1.text("pictures")).contains("There is nothing to find");
    assertThat(page2.text("overview")).contains("no object is annotated");
    assertThat(page2.text("pictures")).contains("There is nothing to find");
  }

  @Test
  void imageWithoutFileName_isCalledByItsId() {
    CocoMatching matched =
        CocoMatching.of(Pets.truth("cat", "dog", "").build(), Pets.results(), Pets.SETTINGS);

    assertThat(new Page(Pets.contents(matched).build()).text("picture-1")).contains(". image 1 ");
  }

  @Test
  void manyCategories_areFoldedAndTheMatrixIsCut() {
    CocoGroundTruthBuilder truth = CocoGroundTruth.builder("many").image(1, "a.png", 100, 100);
    CocoResults.Builder results = CocoResults.builder("many");
    for (int i = 0; i < 40; i++) {
      truth.category(i, "c" + i).annotation(CocoAnnotation.of(i + 1, 1, i, 2 * i, 0, 2, 20));
      results.add(1, i < 5 ? 39 - i : i, 2 * i, 0, 2, 20, 0.9);
    }

    Page many =
        new Page(
            Pets.contents(CocoMatching.of(truth.build(), results.build(), Pets.SETTINGS)).build());

    assertThat(many.text("confusion"))
        .contains("Of 40 categories the matrix shows the 20 with most mistakes.")
        .contains("c0 taken for c39, 1 time");
    assertThat(Page.rows(Page.all(many.element("confusion"), "table").get(0))).hasSize(22);
    assertThat(Page.all(many.element("curves"), "details")).hasSize(1);
  }

  @Test
  void health_saysWhereToLook() {
    List<List<String>> rows = Page.rows(page.element("health"));

    assertThat(rows).hasSize(11);
    assertThat(rows.stream().skip(1).map(row -> row.get(1)).collect(Collectors.toSet()))
        .anyMatch(verdict -> verdict.startsWith("✓ healthy"))
        .anyMatch(verdict -> verdict.startsWith("→ look"))
        .allMatch(verdict -> verdict.startsWith("✓ healthy") || verdict.startsWith("→ look"));
    assertThat(rows.get(1)).startsWith("Something is found");
  }

  @Test
  void otherLimits_areNamed() {
    CocoMatching matched =
        CocoMatching.of(
            Pets.truth(),
            Pets.results(),
            Pets.SETTINGS.toBuilder().maxDets(List.of(1, 10, 300)).build());

    Page limits = new Page(Pets.contents(matched).build());

    assertThat(limits.text("figures")).contains("AP –").contains("AP at 300").contains("AR 300");
    assertThat(limits.text("overview"))
        .contains("AP " + Shown.figure(matched.report().apAtMaxDets()));
  }

  @Test
  void write_makesTheFolder(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new/report.html");

    HtmlReport.write(file, Pets.contents(matching).build());

    assertThat(Files.readString(file)).isEqualTo(page.source());
  }
}
