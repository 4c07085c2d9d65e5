package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.proposal.Proposals;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The iterative head (paper section 3.3): each stage starts from the boxes and features of the one
 * before. Boxes are handed on without gradient, features with it.
 *
 * @param stages in order
 * @param start what is known of the first stage before any picture, null if nothing
 */
record DynamicHead(List<DynamicStage> stages, @Nullable ConstantStart start) {

  static DynamicHead of(Weights weights, Architecture architecture) {
    List<DynamicStage> stages = new ArrayList<>();
    for (int i = 0; i < architecture.numHeads(); i++) {
      stages.add(
          DynamicStage.of(weights.child("head_series").child(Integer.toString(i)), architecture));
    }
    return new DynamicHead(stages, null);
  }

  /** Runs all stages; one output per stage. */
  List<StageOutput> apply(CellTable table, Proposals proposals) {
    List<StageOutput> outputs = new ArrayList<>();
    Tensor boxes = proposals.boxes();
    Tensor features = proposals.features();
    for (DynamicStage stage : stages) {
      StageOutput output =
          start != null && outputs.isEmpty()
              ? stage.apply(table, boxes, start.query(boxes.size(0)))
              : stage.apply(table, boxes, features);
      outputs.add(output);
      boxes = output.boxes().detach();
      features = output.features();
    }
    return outputs;
  }

  /** Runs all stages as {@link #apply} does and shows what each looked at. */
  List<StageView> view(CellTable table, Proposals proposals) {
    List<StageView> views = new ArrayList<>();
    Tensor boxes = proposals.boxes();
    Tensor features = proposals.features();
    for (DynamicStage stage : stages) {
      StageView view = stage.view(table, boxes, features);
      views.add(view);
      boxes = view.output().boxes().detach();
      features = view.output().features();
    }
    return views;
  }

  /**
   * The form for prediction.
   *
   * @param features {@code [1, N, C]} of proposals that are the same for all pictures, else null
   */
  DynamicHead prepare(Preparation preparation, @Nullable Tensor features) {
    List<DynamicStage> prepared =
        stages.stream().map(stage -> stage.prepare(preparation)).toList();
    return new DynamicHead(
        prepared,
        features == null ? null : ConstantStart.of(preparation, prepared.get(0), features));
  }
}
