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
  private final FeaturePyramid pyramid;
  private final DynamicHead head;
  private final ProposalInitializer proposals;
  private final boolean sparse;
  private final boolean sparseTraining;
  private final AutoCloseable tensors;
  private final TileCount tiles = new TileCount();

  private SparseRcnn(
      FeaturePyramid pyramid,
      DynamicHead head,
      ProposalInitializer proposals,
      boolean sparse,
      boolean sparseTraining,
      AutoCloseable tensors) {
    this.pyramid = pyramid;
    this.head = head;
    this.proposals = proposals;
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
      FeaturePyramid pyramid =
          FeaturePyramid.of(architecture, normalization, weights.child("backbone"));
      AdoptedTensors.adopt(proposals, weights);
      DynamicHead head = DynamicHead.of(weights.child("head"), architecture);
      return new SparseRcnn(
          pyramid,
          head,
          proposals,
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
      return new SparseRcnn(
          meaning == null ? pyramid.prepare(preparation) : pyramid.quantize(preparation, meaning),
          head.prepare(preparation, constantFeatures(options)),
          proposals,
          options.takes(Shortcut.SPARSE_PYRAMID) && !proposals.readsPictures(),
          false,
          owner);
    }
  }

  private @Nullable Tensor constantFeatures(PreparationOptions options) {
    return options.takes(Shortcut.CONSTANT_START)
        ? ConstantStart.features(proposals, pyramid.levels().pooledStrides())
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
      TiledTable table = pyramid.tiledTable(batch.images());
      List<StageOutput> outputs = head.apply(table, start(List.of(), batch));
      tiles.add(table);
      return outputs;
    }
    List<Tensor> maps = pyramid.pooledMaps(batch.images());
    Proposals start = start(readsPictures() ? maps : List.of(), batch);
    return head.apply(pyramid.tableInsteadOf(maps), start);
  }

  /**
   * The last stage of {@link #forward} for proposals that are known already.
   *
   * @param images {@code [B, 3, H, W]}
   * @param start what the head begins with
   */
  StageOutput forward(Tensor images, Proposals start) {
    FeatureTable table = pyramid.tableInsteadOf(pyramid.pooledMaps(images));
    List<StageOutput> outputs = head.apply(table, start);
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
    Pyramid levels = pyramid.levels();
    List<Tensor> maps = levels.pooled(all);
    return new NetworkView(
        all,
        levels.finestBuilt(),
        levels.builtStrides(),
        head.view(pyramid.table(maps, RowPooling.PLAIN), start(maps, batch)));
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

  /** The pyramid of a training pass. */
  TrainingPyramid trainingPyramid(ImageBatch batch) {
    Tensor images = batch.images();
    return sparseTraining && images.is_cpu()
        ? pyramid.tiled(images, tiles)
        : pyramid.whole(images, readsPictures());
  }

  /** What comes before the head. */
  FeaturePyramid pyramid() {
    return pyramid;
  }

  /** What the proposals of a batch are made from. */
  ProposalContext proposalContext(List<Tensor> maps, ImageBatch batch, boolean training) {
    return new ProposalContext(
        maps,
        pyramid.levels().pooledStrides(),
        batch.sizes(),
        batch.scales(batch.images()),
        training);
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
    return pyramid.maps(images);
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
    return pyramid.levels().coarsestStride();
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
