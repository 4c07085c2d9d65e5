package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.DatasetStatistics;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxCounts;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxFigures;
import io.github.sparsercnn.core.dataset.DatasetStatistics.ClassCount;
import io.github.sparsercnn.core.dataset.DatasetStatistics.Found;
import io.github.sparsercnn.core.dataset.DatasetStatistics.PictureFigures;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.Spread;
import java.util.List;

/** What a dataset is like, as JSON, laid out as docs/datasets.md says. */
final class DatasetJson {
  private DatasetJson() {}

  static ObjectNode of(DatasetInput.Found found, List<DatasetReport> reports) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("path", found.labels().toString());
    found.description().ifPresent(sentence -> root.put("found", sentence));
    ArrayNode parts = root.putArray("parts");
    reports.forEach(report -> addPart(parts.addObject(), report));
    return root;
  }

  private static void addPart(ObjectNode part, DatasetReport report) {
    DatasetStatistics statistics = report.statistics();
    part.put("part", report.part())
        .put("pictures", statistics.pictures())
        .put("pictures_without_objects", statistics.picturesWithoutObjects());
    BoxCounts boxes = statistics.boxes();
    part.putObject("boxes")
        .put("objects", boxes.objects())
        .put("learnable", boxes.learnable())
        .put("crowds", boxes.crowds())
        .put("degenerate", boxes.degenerate())
        .put("outside", boxes.outside())
        .put("leaving", boxes.leaving());
    ArrayNode classes = part.putArray("classes");
    for (ClassCount count : statistics.classes()) {
      classes
          .addObject()
          .put("id", count.datasetId())
          .put("name", count.label())
          .put("boxes", count.boxes())
          .put("pictures", count.pictures());
    }
    statistics.pictureFigures().ifPresent(figures -> add(part.putObject("picture"), figures));
    statistics.boxFigures().ifPresent(figures -> add(part.putObject("box"), figures));
    ArrayNode missing = part.putArray("missing");
    report.missing().forEach(missing::add);
    ArrayNode warnings = part.putArray("warnings");
    report.warnings().forEach(warnings::add);
  }

  private static void add(ObjectNode node, PictureFigures figures) {
    node.set("smallest", size(figures.smallest()));
    node.set("largest", size(figures.largest()));
    node.put("sizes", figures.sizes());
    node.set("width", spread(figures.width()));
    node.set("height", spread(figures.height()));
    node.put("mean_aspect", figures.meanAspect());
    node.set("boxes_per_picture", spread(figures.boxesPerPicture()));
    node.put("fullest", figures.fullest());
  }

  private static void add(ObjectNode node, BoxFigures figures) {
    node.set("width", spread(figures.width()));
    node.set("height", spread(figures.height()));
    node.set("relative_size", spread(figures.relativeSize()));
    node.put("small", figures.small())
        .put("medium", figures.medium())
        .put("large", figures.large());
    node.set("smallest", found(figures.smallest()));
    node.set("largest", found(figures.largest()));
  }

  private static ArrayNode size(ImageSize size) {
    return JsonNodeFactory.instance.arrayNode().add(size.width()).add(size.height());
  }

  private static ObjectNode spread(Spread spread) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("min", spread.min())
        .put("median", spread.median())
        .put("mean", spread.mean())
        .put("max", spread.max());
  }

  private static ObjectNode found(Found found) {
    LabeledBox box = found.box();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file_name", found.fileName());
    node.putArray("bbox").add(box.x1()).add(box.y1()).add(box.width()).add(box.height());
    return node;
  }
}
