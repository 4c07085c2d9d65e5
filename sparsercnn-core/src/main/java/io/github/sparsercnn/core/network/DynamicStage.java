package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.box.BoxDeltas;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One stage of the iterative head (official head.py, {@code RCNNHead}): attention among proposals,
 * interaction with the pooled boxes, feed-forward, then classes and box changes.
 *
 * @param gelu whether the feed-forward layer uses GELU instead of ReLU
 */
record DynamicStage(
    RoiAlign roiAlign,
    SelfAttention selfAttention,
    LayerNorm norm1,
    DynamicInteraction interaction,
    LayerNorm norm2,
    Linear linear1,
    Linear linear2,
    boolean gelu,
    LayerNorm norm3,
    Branch classes,
    Branch boxes) {

  static DynamicStage of(Weights weights, Architecture architecture) {
    int dim = architecture.hiddenDim();
    int bins = architecture.poolerResolution() * architecture.poolerResolution();
    int logits =
        architecture.useFocal() ? architecture.numClasses() : architecture.numClasses() + 1;
    // In the order of the official modules: it numbers the parameters in optimizer states.
    SelfAttention selfAttention =
        SelfAttention.of(weights.child("self_attn"), dim, architecture.nheads());
    DynamicInteraction interaction =
        DynamicInteraction.of(weights.child("inst_interact"), dim, architecture.dimDynamic(), bins);
    Linear linear1 = Linear.of(weights.child("linear1"), dim, architecture.dimFeedforward());
    Linear linear2 = Linear.of(weights.child("linear2"), architecture.dimFeedforward(), dim);
    LayerNorm norm1 = LayerNorm.of(weights.child("norm1"), dim);
    LayerNorm norm2 = LayerNorm.of(weights.child("norm2"), dim);
    LayerNorm norm3 = LayerNorm.of(weights.child("norm3"), dim);
    List<Branch.Hidden> classes =
        Branch.hidden(weights.child("cls_module"), architecture.numCls(), dim);
    List<Branch.Hidden> boxes =
        Branch.hidden(weights.child("reg_module"), architecture.numReg(), dim);
    return new DynamicStage(
        new RoiAlign(architecture.poolerResolution(), architecture.poolerSamplingRatio()),
        selfAttention,
        norm1,
        interaction,
        norm2,
        linear1,
        linear2,
        architecture.activation().equals("gelu"),
        norm3,
        new Branch(classes, Linear.of(weights.child("class_logits"), dim, logits)),
        new Branch(boxes, Linear.of(weights.child("bboxes_delta"), dim, 4)));
  }

  /**
   * Runs the stage.
   *
   * @param table of the batch
   * @param inBoxes {@code [B, N, 4] xyxy} in pixels of the resized picture
   * @param features {@code [B, N, C]}
   */
  StageOutput apply(CellTable table, Tensor inBoxes, Tensor features) {
    Tensor pooled = roiAlign.apply(table, inBoxes);
    return look(inBoxes, pooled, attend(features, pooled));
  }

  /**
   * Runs the stage on proposals that have attended to each other already.
   *
   * @param table of the batch
   * @param inBoxes {@code [B, N, 4] xyxy} in pixels of the resized picture
   * @param query of the batch
   */
  StageOutput apply(CellTable table, Tensor inBoxes, Query query) {
    return look(inBoxes, roiAlign.apply(table, inBoxes), query);
  }

  /**
   * Proposals that know of each other, and what they look at their boxes with.
   *
   * @param attended {@code [B * N, C]}
   * @param filters {@code [B * N, 2 * C * D]}
   */
  record Query(Tensor attended, Tensor filters) {}

  /**
   * The part of the stage that sees no picture.
   *
   * @param features {@code [B, N, C]}
   * @param like gives the element type of the layers
   */
  Query attend(Tensor features, Tensor like) {
    Tensor mixed = selfAttention.apply(Ops.like(features, like));
    Tensor attended = norm1.apply(features.add(mixed)).reshape(-1, features.size(2));
    return new Query(attended, interaction.filters(Ops.like(attended, like)));
  }

  private StageOutput look(Tensor inBoxes, Tensor pooled, Query query) {
    long batch = inBoxes.size(0);
    long n = inBoxes.size(1);
    Tensor seen = interaction.apply(query.filters, pooled);
    Tensor interacted = norm2.apply(query.attended.add(seen));
    Tensor input = Ops.like(interacted, pooled);
    Tensor activated = gelu ? NeuralOps.gelu(linear1.apply(input)) : linear1.applyRelu(input);
    Tensor object = norm3.apply(interacted.add(linear2.apply(activated)));
    Tensor judged = Ops.like(object, pooled);
    Tensor logits = classes.apply(judged);
    Tensor moved = BoxDeltas.apply(boxes.apply(judged), inBoxes.reshape(-1, 4));
    return new StageOutput(
        logits.view(batch, n, logits.size(1)),
        moved.view(batch, n, 4),
        object.view(batch, n, object.size(1)));
  }

  /**
   * Runs the stage and shows what it looked at. That is computed once more, beside the run.
   *
   * @param table as in {@link #apply}
   * @param inBoxes as in {@link #apply}
   * @param features as in {@link #apply}
   */
  StageView view(CellTable table, Tensor inBoxes, Tensor features) {
    StageOutput output = apply(table, inBoxes, features);
    Tensor pooled = roiAlign.apply(table, inBoxes);
    long batch = inBoxes.size(0);
    long n = inBoxes.size(1);
    long bins = roiAlign.resolution();
    Tensor levels =
        RoiAlign.levels(
            Ops.nanToNum(inBoxes.reshape(-1, 4)), table.sizes().finest(), table.sizes().count());
    return new StageView(
        inBoxes,
        selfAttention.weights(Ops.like(features, pooled)),
        pooled.view(batch, n, bins, bins, pooled.size(2)),
        Ops.addWhole(levels, table.sizes().finest()).view(batch, n),
        output);
  }

  DynamicStage prepare(Preparation preparation) {
    return new DynamicStage(
        roiAlign,
        selfAttention.prepare(preparation),
        norm1.prepare(preparation),
        interaction.prepare(preparation),
        norm2.prepare(preparation),
        linear1.prepare(preparation),
        linear2.prepare(preparation),
        gelu,
        norm3.prepare(preparation),
        classes.prepare(preparation),
        boxes.prepare(preparation));
  }
}
