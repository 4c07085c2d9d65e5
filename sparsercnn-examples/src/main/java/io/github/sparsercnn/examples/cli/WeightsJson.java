package io.github.sparsercnn.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.inference.Model;
import java.util.List;

/** What can be said about a weights file, as JSON; absent is what is not known. */
final class WeightsJson {
  private WeightsJson() {}

  static ObjectNode of(WeightsReport report) {
    Checkpoint checkpoint = report.checkpoint();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("file", checkpoint.file().toString())
        .put("loads", report.loads())
        .put("format", checkpoint.format().name())
        .put("names", checkpoint.layout().names().name())
        .put("wrapper", checkpoint.layout().wrapper())
        .put("prefix", checkpoint.layout().prefix())
        .put("tensors", checkpoint.tensors().size())
        .put("parameters", report.parameterCount());
    ObjectNode dtypes = root.putObject("dtypes");
    report.dtypes().forEach(dtypes::put);
    addAll(root, "labels", checkpoint.labels());
    checkpoint.trainingState().ifPresent(state -> root.put("iteration", state.iteration()));
    Model model = report.model();
    if (model != null) {
      ObjectNode architecture = root.putObject("architecture");
      model.info().architecture().forEach(architecture::put);
      ObjectNode origins = root.putObject("origins");
      model.description().origins().forEach(origins::put);
      addAll(root, "assumed", model.description().assumed());
      addAll(root, "contradictions", model.description().contradictions());
    }
    addAll(root, "proposals", report.proposals());
    LoadReport load = report.load();
    if (load != null) {
      addAll(root, "fresh", load.fresh());
      addAll(root, "unused", load.unused());
      addAll(root, "missing", load.missing());
      addAll(root, "unexpected", load.unexpected());
      addAll(root, "misshaped", load.misshaped());
    }
    addAll(root, "dropped", checkpoint.dropped());
    addAll(root, "warnings", report.warnings());
    if (report.problem() != null) {
      root.put("problem", report.problem());
    }
    return root;
  }

  private static void addAll(ObjectNode root, String name, List<?> values) {
    ArrayNode array = root.putArray(name);
    values.forEach(value -> array.add(value.toString()));
  }
}
