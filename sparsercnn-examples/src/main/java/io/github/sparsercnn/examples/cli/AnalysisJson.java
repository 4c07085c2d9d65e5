package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.core.evaluation.CocoCategory;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.analysis.Calibration;
import io.github.sparsercnn.core.evaluation.analysis.CocoAnalysis;
import io.github.sparsercnn.core.evaluation.analysis.ConfusionMatrix;
import io.github.sparsercnn.core.evaluation.analysis.OperatingPoint;
import io.github.sparsercnn.core.evaluation.analysis.SizeRow;
import io.github.sparsercnn.core.evaluation.analysis.TideError;
import io.github.sparsercnn.core.evaluation.analysis.TideReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The analysis of an evaluation as JSON; null is a threshold where no detection is right. */
final class AnalysisJson {
  private AnalysisJson() {}

  static ObjectNode of(CocoMatching matching, CocoAnalysis analysis) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("ap_interval", EvaluationJson.interval(analysis.interval()));
    root.set("tide", tide(analysis.tide()));
    addThreshold(root, "best_threshold", analysis.threshold());
    ArrayNode categories = root.putArray("category_thresholds");
    List<CocoCategory> all = matching.report().categories();
    for (int i = 0; i < all.size(); i++) {
      ObjectNode row = categories.addObject().put("id", all.get(i).id());
      row.put("name", all.get(i).name());
      addThreshold(row, "best_threshold", analysis.categoryThresholds().get(i));
    }
    root.set("calibration", calibration(analysis.calibration()));
    ArrayNode sizes = root.putArray("sizes");
    for (SizeRow row : analysis.sizes()) {
      sizes
          .addObject()
          .put("size", row.range().name())
          .put("objects", row.objects())
          .put("ap", row.ap())
          .put("ar", row.ar());
    }
    root.set("confusion", confusion(analysis.confusion()));
    return root;
  }

  private static ObjectNode tide(TideReport tide) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("ap50", tide.ap50());
    ObjectNode costs = node.putObject("costs");
    ObjectNode counts = node.putObject("counts");
    for (TideError error : TideError.values()) {
      String name = error.name().toLowerCase(Locale.ROOT);
      costs.put(name, tide.costs().get(error));
      counts.put(name, tide.counts().get(error));
    }
    return node.put("false_positive_cost", tide.falsePositiveCost())
        .put("false_negative_cost", tide.falseNegativeCost());
  }

  private static void addThreshold(ObjectNode node, String name, Optional<OperatingPoint> best) {
    if (best.isEmpty()) {
      node.putNull(name);
      return;
    }
    OperatingPoint point = best.get();
    node.putObject(name)
        .put("score", point.score())
        .put("precision", point.precision())
        .put("recall", point.recall())
        .put("f1", point.f1());
  }

  private static ObjectNode calibration(Calibration calibration) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("ece", calibration.expectedError())
            .put("mce", calibration.maximumError());
    ArrayNode bins = node.putArray("bins");
    for (Calibration.Bin bin : calibration.bins()) {
      bins.addObject()
          .put("from", bin.from())
          .put("to", bin.to())
          .put("count", bin.count())
          .put("mean_score", bin.meanScore())
          .put("precision", bin.precision());
    }
    return node;
  }

  /** Rows are objects, columns detections, in the order of the categories; the last is nothing. */
  private static ArrayNode confusion(ConfusionMatrix confusion) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (int actual = 0; actual <= confusion.categories(); actual++) {
      ArrayNode row = rows.addArray();
      for (int detected = 0; detected <= confusion.categories(); detected++) {
        row.add(confusion.count(actual, detected));
      }
    }
    return rows;
  }
}
