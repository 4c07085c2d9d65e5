package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.core.evaluation.CocoCategory;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoReport;
import io.github.sparsercnn.core.evaluation.analysis.Comparison;
import io.github.sparsercnn.core.evaluation.analysis.Interval;
import java.util.List;

/**
 * An evaluation as JSON, laid out as docs/evaluation.md says. Numbers read back to the same
 * doubles; -1 is what could not be measured.
 */
final class EvaluationJson {
  private EvaluationJson() {}

  static ObjectNode of(Evaluation evaluation) {
    CocoMatching matching = evaluation.matching();
    CocoReport report = matching.report();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("annotations", matching.groundTruth().source())
        .put("results", matching.results().source())
        .put("pycocotools", matching.settings().pycocotools());
    ArrayNode maxDets = root.putArray("max_dets");
    matching.settings().maxDets().forEach(maxDets::add);
    ArrayNode stats = root.putArray("stats");
    for (double figure : report.stats()) {
      stats.add(figure);
    }
    root.put("ap_at_max_dets", report.apAtMaxDets());
    addCategories(root, report);
    evaluation.analysis().ifPresent(a -> root.set("analysis", AnalysisJson.of(matching, a)));
    evaluation.rival().ifPresent(rival -> root.set("comparison", comparison(rival)));
    return root;
  }

  private static void addCategories(ObjectNode root, CocoReport report) {
    List<CocoCategory> categories = report.categories();
    boolean namesDiffer =
        categories.stream().map(CocoCategory::name).distinct().count() == categories.size();
    ObjectNode aps = root.putObject("per_category_ap");
    ArrayNode rows = root.putArray("categories");
    for (int i = 0; i < categories.size(); i++) {
      CocoCategory category = categories.get(i);
      double ap = report.categoryAp(i);
      aps.put(namesDiffer ? category.name() : Long.toString(category.id()), ap);
      rows.addObject()
          .put("id", category.id())
          .put("name", category.name())
          .put("ap", ap)
          .put("ap50", report.categoryAp50(i));
    }
  }

  private static ObjectNode comparison(Evaluation.Rival rival) {
    Comparison comparison = rival.comparison();
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("results", rival.source())
            .put("ap", comparison.ap())
            .put("other_ap", comparison.otherAp())
            .put("difference", comparison.difference());
    node.set("interval", interval(comparison.interval()));
    return node.put("p_value", comparison.pValue());
  }

  static ObjectNode interval(Interval interval) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("low", interval.low())
        .put("high", interval.high())
        .put("confidence", interval.confidence());
  }
}
