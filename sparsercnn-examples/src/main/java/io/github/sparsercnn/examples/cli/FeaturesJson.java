package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.core.inspection.InspectedStage;
import io.github.sparsercnn.core.inspection.Inspection;
import io.github.sparsercnn.core.inspection.InspectionCheck;
import io.github.sparsercnn.core.inspection.InspectionResult;
import io.github.sparsercnn.core.inspection.LevelFigures;
import io.github.sparsercnn.core.inspection.StageFigures;
import java.nio.file.Path;

/** The figures of an inspection as a tree of JSON. */
final class FeaturesJson {
  private FeaturesJson() {}

  static ObjectNode of(String image, Inspection inspection, InspectionResult result) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("image", image);
    root.put("page", result.page().toString());
    ArrayNode pictures = root.putArray("pictures");
    for (Path picture : result.pictures()) {
      pictures.add(picture.toString());
    }
    root.put("width", inspection.picture().width());
    root.put("height", inspection.picture().height());
    root.put("proposals", inspection.proposals());
    ArrayNode levels = root.putArray("levels");
    for (LevelFigures level : result.levels()) {
      ObjectNode node = levels.addObject();
      node.put("level", level.level());
      ArrayNode shares = node.putArray("variance_shares");
      level.shares().forEach(shares::add);
      node.put("channels", level.deviations().length);
      node.put("dead_channels", level.deadChannels());
      node.put("not_finite", level.notFinite());
    }
    ArrayNode stages = root.putArray("stages");
    for (StageFigures stage : result.stages()) {
      ObjectNode node = stages.addObject();
      node.put("stage", stage.stage());
      node.put("best_score", stage.bestScore());
      node.put("overlap_with_before", stage.settled());
      node.put("different_places", stage.places());
      node.put("attends_to", stage.attended());
      node.put("not_finite", stage.notFinite());
    }
    addTop(root.putArray("top"), inspection, result);
    root.put("proposal", result.proposal());
    ArrayNode checks = root.putArray("checks");
    for (InspectionCheck check : result.checks()) {
      ObjectNode node = checks.addObject();
      node.put("look", check.look());
      node.put("here", check.here());
      node.put("rule", check.rule());
      node.put("healthy", check.isHealthy());
    }
    return root;
  }

  /** Boxes are in pixels of the picture as the network saw it, as {@code width} and height say. */
  private static void addTop(ArrayNode top, Inspection inspection, InspectionResult result) {
    InspectedStage last = inspection.last();
    for (int proposal : result.top()) {
      ObjectNode node = top.addObject();
      node.put("proposal", proposal);
      node.put("label", inspection.categories().label(last.bestClass(proposal)));
      ArrayNode scores = node.putArray("scores");
      inspection.stages().forEach(stage -> scores.add(stage.bestScore(proposal)));
      ArrayNode box = node.putArray("box");
      for (int i = 4 * proposal; i < 4 * proposal + 4; i++) {
        box.add(last.boxes()[i]);
      }
    }
  }
}
