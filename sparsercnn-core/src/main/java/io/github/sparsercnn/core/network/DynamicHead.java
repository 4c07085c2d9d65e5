package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
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
    return run(table, proposals, Supplier::get);
  }

  /** The same in prediction: each stage frees what only it needs. */
  List<StageOutput> predict(CellTable table, Proposals proposals) {
    return run(table, proposals, DynamicHead::kept);
  }

  private List<StageOutput> run(
      CellTable table,
      Proposals proposals,
      Function<Supplier<StageOutput>, StageOutput> execution) {
    List<StageOutput> outputs = new ArrayList<>();
    Tensor boxes = proposals.boxes();
    Tensor features = proposals.features();
    for (int i = 0; i < stages.size(); i++) {
      DynamicStage stage = stages.get(i);
      Tensor inBoxes = boxes;
      Tensor inFeatures = features;
      ConstantStart known = i == 0 ? start : null;
      StageOutput output =
          execution.apply(
              () ->
                  known == null
                      ? stage.apply(table, inBoxes, inFeatures)
                      : stage.apply(table, inBoxes, known.query(inBoxes.size(0))));
      outputs.add(output);
      boxes = output.boxes().detach();
      features = output.features();
    }
    return outputs;
  }

  private static StageOutput kept(Supplier<StageOutput> stage) {
    List<Tensor> results =
        TensorScope.keepResults(
            () -> {
              StageOutput output = stage.get();
              return List.of(output.logits(), output.boxes(), output.features());
            });
    return new StageOutput(results.get(0), results.get(1), results.get(2));
  }

  /**
   * The form for prediction.
   *
   * @param features {@code [1, N, C]} of proposals that are the same for all pictures, else null
   */
  DynamicHead prepare(Preparation preparation, @Nullable Tensor features) {
    List<DynamicStage> prepared = stages.stream().map(stage -> stage.prepare(preparation)).toList();
    return new DynamicHead(
        prepared,
        features == null ? null : ConstantStart.of(preparation, prepared.get(0), features));
  }
}
