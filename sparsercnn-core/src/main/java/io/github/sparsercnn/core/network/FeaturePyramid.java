package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * From pictures to the cells that boxes are pooled from (detectron2 {@code
 * build_resnet_fpn_backbone}).
 *
 * @param backbone outside of training passes
 * @param trainingBackbone the same tensors in training passes
 * @param fpn on top of both
 * @param levels which there are and which are pooled from
 */
record FeaturePyramid(ResNet backbone, ResNet trainingBackbone, Fpn fpn, Pyramid levels) {

  /**
   * Reads it.
   *
   * @param architecture its shape
   * @param normalization how the norms are trained
   * @param weights of the backbone and the pyramid
   */
  static FeaturePyramid of(
      Architecture architecture, Normalization normalization, Weights weights) {
    Pyramid levels = Pyramid.of(architecture);
    Fpn fpn =
        Fpn.of(
            weights,
            levels.finestBuilt(),
            levels.inChannels(architecture),
            architecture.fpnOutChannels());
    ResNet backbone =
        ResNet.of(weights.child("bottom_up"), architecture, normalization, levels.coarsestBuilt());
    return new FeaturePyramid(backbone, backbone.training(BatchNorm::running), fpn, levels);
  }

  /** The immutable form for prediction. */
  FeaturePyramid prepare(Preparation preparation) {
    ResNet prepared = backbone.prepare(preparation);
    return new FeaturePyramid(prepared, prepared, fpn.prepare(preparation), levels);
  }

  /**
   * The immutable form for prediction whose backbone reads bytes.
   *
   * @param meaning of the bytes
   */
  FeaturePyramid quantize(Preparation preparation, BackboneBytes meaning) {
    ResNet quantized = backbone.quantize(preparation, meaning);
    return new FeaturePyramid(
        quantized,
        quantized,
        fpn.quantize(preparation, fromFinest(backbone.outputBytes(meaning))),
        levels);
  }

  /**
   * All maps.
   *
   * @param images {@code [B, 3, H, W]}
   * @return {@code [B, C, H / stride, W / stride]} per level, finest first
   */
  List<Tensor> maps(Tensor images) {
    return fpn.apply(stages(backbone, images));
  }

  /** The maps of the levels that boxes are pooled from; frees what leads to them. */
  List<Tensor> pooledMaps(Tensor images) {
    return TensorScope.keepResults(() -> levels.pooled(maps(images)));
  }

  /** The table of such maps. */
  FeatureTable table(List<Tensor> maps, RowPooling pooling) {
    return FeatureTable.of(maps, levels.pooledStrides(), levels.finestPooled(), pooling);
  }

  /** The table of maps that nothing reads any more: they would take as much memory again. */
  FeatureTable tableInsteadOf(List<Tensor> maps) {
    FeatureTable table = table(maps, RowPooling.PLAIN);
    TensorScope.free(maps);
    return table;
  }

  /** The table of a prediction that computes only what is read. */
  TiledTable tiledTable(Tensor images) {
    List<Tensor> merged = TensorScope.keepResults(() -> fpn.mergeCoarser(stages(backbone, images)));
    return TiledTable.of(
        sizes(levels.pooled(merged)),
        levels.pooled(fpn.mergeLate(merged)),
        levels.pooled(fpn.outputs()),
        merged.get(merged.size() - 1),
        RowPooling.PLAIN);
  }

  /**
   * The pyramid of a training pass of which only what is read is computed, on the CPU.
   *
   * @param tiles learns how much that was
   */
  TrainingPyramid tiled(Tensor images, TileCount tiles) {
    List<Tensor> merged = levels.pooled(fpn.merge(stages(trainingBackbone, images)));
    return new TiledPyramid(sizes(merged), merged, levels.pooled(fpn.outputs()), tiles);
  }

  /**
   * The pyramid of a training pass.
   *
   * @param mapsAreRead by proposals
   */
  TrainingPyramid whole(Tensor images, boolean mapsAreRead) {
    List<Tensor> maps = levels.pooled(fpn.apply(stages(trainingBackbone, images)));
    return images.is_cpu() ? new WholePyramid(maps, this::table) : autograd(maps, mapsAreRead);
  }

  /**
   * That of a training pass on GPUs.
   *
   * @param maps stay only for proposals that read them
   */
  AutogradPyramid autograd(List<Tensor> maps, boolean mapsAreRead) {
    return mapsAreRead
        ? new AutogradPyramid(maps, table(maps, RowPooling.PLAIN))
        : new AutogradPyramid(List.of(), tableInsteadOf(maps));
  }

  private List<Tensor> stages(ResNet form, Tensor images) {
    return fromFinest(form.apply(images));
  }

  /** Of all stages those that the pyramid reads. */
  private <T> List<T> fromFinest(List<T> stages) {
    return stages.subList(levels.finestBuilt() - 2, stages.size());
  }

  private LevelSizes sizes(List<Tensor> maps) {
    return LevelSizes.of(maps, levels.pooledStrides(), levels.finestPooled());
  }
}
