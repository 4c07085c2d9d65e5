package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Runs all stages; one output per stage. Each stage frees what only it needs; in training, what
   * autograd needs then goes as soon as the way back has passed it.
   */
  List<StageOutput> apply(CellTable table, Proposals proposals) {
    return run(
        proposals, (stage, boxes, features) -> kept(() -> output(table, stage, boxes, features)));
  }

  /** Runs all stages as {@link #apply} does and shows what each looked at. */
  List<StageView> view(CellTable table, Proposals proposals) {
    List<StageView> views = new ArrayList<>();
    run(
        proposals,
        (stage, boxes, features) -> {
          StageView view = stages.get(stage).view(table, boxes, features);
          views.add(view);
          return view.output();
        });
    return views;
  }

  /** Runs one stage, by its number. */
  private interface StageRun {
    StageOutput run(int stage, Tensor boxes, Tensor features);
  }

  private List<StageOutput> run(Proposals proposals, StageRun run) {
    List<StageOutput> outputs = new ArrayList<>();
    Tensor boxes = proposals.boxes();
    Tensor features = proposals.features();
    for (int stage = 0; stage < stages.size(); stage++) {
      StageOutput output = run.run(stage, boxes, features);
      outputs.add(output);
      boxes = output.boxes().detach();
      features = output.features();
    }
    return outputs;
  }

  private StageOutput output(CellTable table, int stage, Tensor boxes, Tensor features) {
    return stage == 0 && start != null
        ? stages.get(stage).apply(table, boxes, start.query(boxes.size(0)))
        : stages.get(stage).apply(table, boxes, features);
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
