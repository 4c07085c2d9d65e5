package io.github.sparsercnn.core.network;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.proposal.ProposalContext;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.Proposals;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The whole network (official detector.py, {@code SparseRCNN}): backbone, pyramid, proposals, head.
 *
 * <p>It has two lives. {@link #of} builds the trainable one, whose tensors are named as detectron2
 * names them; {@link #prepare} turns it into an immutable one for prediction, which any number of
 * threads may {@link #forward} at once. The proposal initializer is shared by both and belongs to
 * whoever made it.
 */
public final class SparseRcnn implements AutoCloseable {
  private final ResNet backbone;
  private final ResNet trainingBackbone;
  private final Fpn fpn;
  private final DynamicHead head;
  private final ProposalInitializer proposals;
  private final Pyramid pyramid;
  private final boolean sparse;
  private final boolean sparseTraining;
  private final AutoCloseable tensors;
  private final TileCount tiles = new TileCount();

  private SparseRcnn(
      ResNet backbone,
      ResNet trainingBackbone,
      Fpn fpn,
      DynamicHead head,
      ProposalInitializer proposals,
      Pyramid pyramid,
      boolean sparse,
      boolean sparseTraining,
      AutoCloseable tensors) {
    this.backbone = backbone;
    this.trainingBackbone = trainingBackbone;
    this.fpn = fpn;
    this.head = head;
    this.proposals = proposals;
    this.pyramid = pyramid;
    this.sparse = sparse;
    this.sparseTraining = sparseTraining;
    this.tensors = tensors;
  }

  /**
   * Builds the trainable network with {@link Normalization#fixed()}: whatever norms the
   * architecture names, they are left as they are.
   *
   * @param architecture its shape
   * @param proposals where proposals come from; its parameters are filled from {@code source} too
   * @param weights an empty registry, filled here and closed with the network
   * @return the network
   */
  public static SparseRcnn of(
      Architecture architecture, ProposalInitializer proposals, Weights weights) {
    return of(architecture, proposals, weights, Normalization.fixed());
  }

  /**
   * Builds the trainable network.
   *
   * @param architecture its shape
   * @param proposals where proposals come from; its parameters are filled from {@code source} too
   * @param weights an empty registry, filled here and closed with the network
   * @param normalization how the norms are trained
   * @return the network
   */
  public static SparseRcnn of(
      Architecture architecture,
      ProposalInitializer proposals,
      Weights weights,
      Normalization normalization) {
    try (TensorScope scope = TensorScope.open()) {
      Pyramid pyramid = Pyramid.of(architecture);
      Fpn fpn =
          Fpn.of(
              weights.child("backbone"),
              pyramid.finestBuilt(),
              pyramid.inChannels(architecture),
              architecture.fpnOutChannels());
      ResNet backbone =
          ResNet.of(
              weights.child("backbone").child("bottom_up"),
              architecture,
              normalization,
              pyramid.coarsestBuilt());
      AdoptedTensors.adopt(proposals, weights);
      DynamicHead head = DynamicHead.of(weights.child("head"), architecture);
      return new SparseRcnn(
          backbone,
          backbone.training(BatchNorm::running),
          fpn,
          head,
          proposals,
          pyramid,
          false,
          Shortcut.inForce().contains(Shortcut.SPARSE_PYRAMID) && !proposals.readsPictures(),
          weights);
    }
  }

  /**
   * The immutable form for prediction: norms folded into convolutions, channels-last, packed. It
   * has copies of the tensors, so prepare again after training went on.
   *
   * @return a network of its own, to be closed as well
   */
  public SparseRcnn prepare() {
    return prepare(PreparationOptions.of(Precision.FP32));
  }

  /**
   * The immutable form for prediction, made in a given way.
   *
   * @param options how
   * @return a network of its own, to be closed as well
   */
  public SparseRcnn prepare(PreparationOptions options) {
    OwnedTensors owner = new OwnedTensors();
    try {
      return prepare(options, owner);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private SparseRcnn prepare(PreparationOptions options, OwnedTensors owner) {
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      Preparation preparation = new Preparation(owner, options);
      BackboneBytes meaning =
          options.precision() == Precision.INT8
              ? options.activations().map(BackboneBytes::new).orElse(null)
              : null;
      ResNet prepared =
          meaning == null ? backbone.prepare(preparation) : backbone.quantize(preparation, meaning);
      Fpn preparedFpn =
          meaning == null
              ? fpn.prepare(preparation)
              : fpn.quantize(preparation, fromFinest(backbone.outputBytes(meaning)));
      return new SparseRcnn(
          prepared,
          prepared,
          preparedFpn,
          head.prepare(preparation, constantFeatures(options)),
          proposals,
          pyramid,
          options.takes(Shortcut.SPARSE_PYRAMID) && !proposals.readsPictures(),
          false,
          owner);
    }
  }

  private @Nullable Tensor constantFeatures(PreparationOptions options) {
    return options.takes(Shortcut.CONSTANT_START)
        ? ConstantStart.features(proposals, pyramid.pooledStrides())
        : null;
  }

  /**
   * Runs the network, with the running statistics of its norms. Must be called in an open scope,
   * which frees the results.
   *
   * @param batch the pictures
   * @return one output per stage
   */
  public List<StageOutput> forward(ImageBatch batch) {
    if (sparse && batch.images().is_cpu()) {
      TiledTable table = tiledTable(batch.images());
      List<StageOutput> outputs = head.apply(table, start(List.of(), batch));
      tiles.add(table);
      return outputs;
    }
    List<Tensor> maps = TensorScope.keepResults(() -> pooledMaps(batch.images()));
    Proposals start = start(readsPictures() ? maps : List.of(), batch);
    return head.apply(tableInsteadOf(maps), start);
  }

  /**
   * The last stage of {@link #forward} for proposals that are known already.
   *
   * @param images {@code [B, 3, H, W]}
   * @param start what the head begins with
   */
  StageOutput forward(Tensor images, Proposals start) {
    List<Tensor> maps = TensorScope.keepResults(() -> pooledMaps(images));
    List<StageOutput> outputs = head.apply(tableInsteadOf(maps), start);
    return outputs.get(outputs.size() - 1);
  }

  /** The proposals of a prediction. */
  Proposals start(List<Tensor> maps, ImageBatch batch) {
    List<Tensor> results =
        TensorScope.keepResults(
            () -> {
              // Initializers compute in the precision of their own parameters.
              List<Tensor> precise = maps.stream().map(Ops::atLeastFloat).toList();
              Proposals made = proposals.propose(proposalContext(precise, batch, false));
              return List.of(made.boxes(), made.features());
            });
    return new Proposals(results.get(0), results.get(1));
  }

  /**
   * Runs the network as {@link #forward} does and shows what lies between picture and answer. This
   * costs more time and memory; nothing of it is paid by {@link #forward}. Must be called in an
   * open scope, which frees the results.
   *
   * @param batch the pictures
   * @return the run
   */
  public NetworkView view(ImageBatch batch) {
    List<Tensor> all = features(batch.images());
    List<Tensor> maps = pyramid.pooled(all);
    return new NetworkView(
        all,
        pyramid.finestBuilt(),
        pyramid.builtStrides(),
        head.view(table(maps, RowPooling.PLAIN), start(maps, batch)));
  }

  /**
   * Runs the network in a training step. Must be called on the trainable life in an open scope,
   * which frees the results. Norms that are trained take their statistics from the batch.
   *
   * @param batch the pictures
   * @return the outputs and the way back
   */
  public TrainingPass trainingPass(ImageBatch batch) {
    return trainingPass(batch, Precision.FP32);
  }

  /**
   * Runs the network in a training step that may be of mixed precision. Must be called on the
   * trainable life in an open scope, which frees the results.
   *
   * @param batch the pictures
   * @param precision {@link Precision#FP32} for that of the batch, {@link Precision#BF16} for
   *     bfloat16 layers between float32 weights, boxes and predictions
   * @return the outputs and the way back
   * @throws IllegalArgumentException if it is another one: {@link Precision#FP16} would need a
   *     scaled loss
   */
  public TrainingPass trainingPass(ImageBatch batch, Precision precision) {
    return new TrainingPass(this, batch, precision);
  }

  /** The levels of the pyramid that boxes are pooled from. */
  private List<Tensor> pooledMaps(Tensor images) {
    return pyramid.pooled(features(images));
  }

  /** The pyramid of a training pass. */
  TrainingPyramid trainingPyramid(ImageBatch batch) {
    List<Tensor> stages = stages(trainingBackbone, batch.images());
    if (sparseTraining && batch.images().is_cpu()) {
      List<Tensor> merged = pyramid.pooled(fpn.merge(stages));
      return new TiledPyramid(sizes(merged), merged, pyramid.pooled(fpn.outputs()), tiles);
    }
    List<Tensor> maps = pyramid.pooled(fpn.apply(stages));
    return batch.images().is_cpu() ? new WholePyramid(maps, this::table) : autogradPyramid(maps);
  }

  /** A pyramid of these maps, which stay only for proposals that read them. */
  AutogradPyramid autogradPyramid(List<Tensor> maps) {
    return readsPictures()
        ? new AutogradPyramid(maps, table(maps, RowPooling.PLAIN))
        : new AutogradPyramid(List.of(), tableInsteadOf(maps));
  }

  /** The backbone outside of training passes. */
  ResNet backbone() {
    return backbone;
  }

  /** The table of these levels. */
  FeatureTable table(List<Tensor> maps, RowPooling pooling) {
    return FeatureTable.of(maps, pyramid.pooledStrides(), pyramid.finestPooled(), pooling);
  }

  /** The table of levels that nothing reads any more: they would take as much memory again. */
  private FeatureTable tableInsteadOf(List<Tensor> maps) {
    FeatureTable table = table(maps, RowPooling.PLAIN);
    TensorScope.free(maps);
    return table;
  }

  /** What the proposals of a batch are made from. */
  ProposalContext proposalContext(List<Tensor> maps, ImageBatch batch, boolean training) {
    return new ProposalContext(
        maps, pyramid.pooledStrides(), batch.sizes(), batch.scales(batch.images()), training);
  }

  /** Where proposals come from. */
  ProposalInitializer proposals() {
    return proposals;
  }

  /** Whether the proposals depend on the pictures. */
  public boolean readsPictures() {
    return proposals.readsPictures();
  }

  /** What comes after the proposals. */
  DynamicHead head() {
    return head;
  }

  /**
   * The feature maps of the pyramid.
   *
   * @param images {@code [B, 3, H, W]}
   * @return {@code [B, C, H / stride, W / stride]} per level, finest first
   */
  public List<Tensor> features(Tensor images) {
    return features(backbone, images);
  }

  private List<Tensor> features(ResNet form, Tensor images) {
    return fpn.apply(stages(form, images));
  }

  private List<Tensor> stages(ResNet form, Tensor images) {
    return fromFinest(form.apply(images));
  }

  /** Of all stages those that the pyramid reads. */
  private <T> List<T> fromFinest(List<T> stages) {
    return stages.subList(pyramid.finestBuilt() - 2, stages.size());
  }

  private TiledTable tiledTable(Tensor images) {
    List<Tensor> merged = TensorScope.keepResults(() -> fpn.mergeCoarser(stages(backbone, images)));
    return TiledTable.of(
        sizes(pyramid.pooled(merged)),
        pyramid.pooled(fpn.mergeLate(merged)),
        pyramid.pooled(fpn.outputs()),
        merged.get(merged.size() - 1),
        RowPooling.PLAIN);
  }

  private LevelSizes sizes(List<Tensor> maps) {
    return LevelSizes.of(maps, pyramid.pooledStrides(), pyramid.finestPooled());
  }

  /**
   * The part of the pyramid that {@link #forward} and training passes computed, of all passes so
   * far: 1 without {@link Shortcut#SPARSE_PYRAMID}.
   */
  public double computedShare() {
    return tiles.share();
  }

  /**
   * {@link #computedShare} of each level that boxes are pooled from, finest first; empty without
   * {@link Shortcut#SPARSE_PYRAMID}.
   */
  public List<Double> computedShares() {
    return tiles.shares();
  }

  /** Both sides of a padded picture must be multiples of this many pixels. */
  public int sizeDivisibility() {
    return pyramid.coarsestStride();
  }

  /** Frees the tensors of this life of the network. */
  @Override
  public void close() {
    try {
      tensors.close();
    } catch (Exception e) {
      throw new IllegalStateException("network could not be closed", e);
    }
  }
}
