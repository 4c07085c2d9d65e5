package io.github.sparsercnn.core.training.recipe;

import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.WeightsLocation;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.inference.Model;
import io.github.sparsercnn.core.torch.CpuFeatures;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration for a dataset of some dozens to some thousands of pictures, derived from what is
 * in it and from the weights that training begins with.
 *
 * <p>With the weights of a whole Sparse R-CNN, that network goes on learning, at a low rate. With a
 * backbone or nothing, a small network begins: three levels of the pyramid, four stages, 128
 * channels. It trains on a CPU within an hour.
 *
 * @param config what was derived
 */
public record FineTuningRecipe(Config config) {
  private static final Logger LOG = LoggerFactory.getLogger(FineTuningRecipe.class);

  private static final String NODE = "MODEL.SparseRCNN.";
  private static final int IMS_PER_BATCH = 8;

  /**
   * Pictures seen per square root of the number of pictures there are: 100 epochs of 64. With half
   * of it, 60 pictures of blood cells end at 32 AP and are still learned from.
   */
  private static final double SEEN_PER_ROOT = 800;

  private static final int FEWEST_EPOCHS = 8;
  private static final double SMALL_NETWORK_RATE = 2e-4;

  /** The official rate is for 16 pictures. */
  private static final double WHOLE_NETWORK_RATE = 2.5e-5 * IMS_PER_BATCH / 16;

  private static final double BACKBONE_MULTIPLIER = 0.25;
  private static final double WARMUP_SHARE = 0.06;
  private static final double LAST_SHARE_OF_RATE = 0.02;
  private static final int EVALUATIONS = 4;
  private static final int CHECKPOINTS = 10;

  /** Proposals come in these steps, with as many again as the fullest picture has objects. */
  private static final int PROPOSAL_STEP = 50;

  /**
   * Derives a configuration.
   *
   * @param data what is trained on
   * @param initialWeights a location, or empty for none
   * @return the recipe
   * @throws io.github.sparsercnn.WeightsException if the weights cannot be used
   */
  public static FineTuningRecipe of(Dataset data, String initialWeights) {
    Optional<Checkpoint> weights =
        initialWeights.isEmpty()
            ? Optional.empty()
            : Optional.of(Checkpoint.read(WeightsLocation.of(initialWeights).resolve()));
    boolean whole = weights.isPresent() && !weights.get().isBackboneOnly();
    Config network =
        whole ? Model.of(weights.get(), null, List.of()).config() : smallNetwork(data, weights);
    Config config =
        schedule(network, data, whole ? WHOLE_NETWORK_RATE : SMALL_NETWORK_RATE)
            .with(NODE + "NUM_CLASSES", data.categories().size())
            .with("DATALOADER.FILTER_EMPTY_ANNOTATIONS", false);
    LOG.info(
        "{} pictures, {} objects of {} classes: {} for {} iterations of {} pictures",
        data.size(),
        data.objectCount(),
        data.categories().size(),
        whole ? "the network of the weights goes on" : "a small network",
        config.getInt("SOLVER.MAX_ITER"),
        IMS_PER_BATCH);
    return new FineTuningRecipe(config);
  }

  private static Config smallNetwork(Dataset data, Optional<Checkpoint> backbone) {
    boolean strideIn1x1 =
        backbone.map(file -> "true".equals(file.metadata().get("stride_in_1x1"))).orElse(false);
    List<String> stages = List.of("res2", "res3", "res4");
    return Config.defaults()
        .with("MODEL.RESNETS.DEPTH", backbone.map(FineTuningRecipe::depth).orElse(50))
        .with("MODEL.RESNETS.STRIDE_IN_1X1", strideIn1x1)
        .with("MODEL.RESNETS.OUT_FEATURES", stages)
        .with("MODEL.FPN.IN_FEATURES", stages)
        .with("MODEL.FPN.OUT_CHANNELS", 128)
        .with("MODEL.ROI_HEADS.IN_FEATURES", List.of("p2", "p3", "p4"))
        .with(NODE + "NUM_PROPOSALS", proposals(data))
        .with(NODE + "NUM_HEADS", 4)
        .with(NODE + "HIDDEN_DIM", 128)
        .with(NODE + "DIM_DYNAMIC", 32)
        .with(NODE + "DIM_FEEDFORWARD", 512)
        .with("INPUT.MIN_SIZE_TRAIN", List.of(320, 352, 384, 416))
        .with("INPUT.MAX_SIZE_TRAIN", 800)
        .with("INPUT.MIN_SIZE_TEST", 416)
        .with("INPUT.MAX_SIZE_TEST", 800)
        .with("SOLVER.BACKBONE_MULTIPLIER", BACKBONE_MULTIPLIER);
  }

  private static int depth(Checkpoint backbone) {
    if (backbone.tensors().keySet().stream().anyMatch(name -> name.contains("res4.35."))) {
      return 152;
    }
    return backbone.tensors().keySet().stream().anyMatch(name -> name.contains("res4.22."))
        ? 101
        : 50;
  }

  private static int proposals(Dataset data) {
    int most =
        data.pictures().stream().map(LabeledPicture::boxes).mapToInt(List::size).max().orElse(0);
    int wanted = most + most / 2;
    return Math.max(1, (wanted + PROPOSAL_STEP - 1) / PROPOSAL_STEP) * PROPOSAL_STEP;
  }

  private static Config schedule(Config network, Dataset data, double rate) {
    double seen =
        Math.max(SEEN_PER_ROOT * Math.sqrt(data.size()), (double) FEWEST_EPOCHS * data.size());
    int iterations = (int) Math.ceil(seen / IMS_PER_BATCH);
    return network
        .with("SOLVER.OPTIMIZER", "ADAMW")
        .with("SOLVER.IMS_PER_BATCH", IMS_PER_BATCH)
        .with("SOLVER.BASE_LR", rate)
        .with("SOLVER.BASE_LR_END", rate * LAST_SHARE_OF_RATE)
        .with("SOLVER.LR_SCHEDULER_NAME", "WarmupCosineLR")
        .with("SOLVER.MAX_ITER", iterations)
        .with("SOLVER.WARMUP_ITERS", (int) Math.ceil(WARMUP_SHARE * iterations))
        .with("SOLVER.WARMUP_FACTOR", 0.01)
        .with("SOLVER.CHECKPOINT_PERIOD", Math.max(1, iterations / CHECKPOINTS))
        .with("SOLVER.CLIP_GRADIENTS.ENABLED", true)
        .with("SOLVER.CLIP_GRADIENTS.CLIP_TYPE", "full_model")
        .with("SOLVER.CLIP_GRADIENTS.CLIP_VALUE", 1.0)
        .with("SOLVER.AMP.ENABLED", CpuFeatures.computesBfloat16())
        .with("TEST.EVAL_PERIOD", Math.max(1, iterations / EVALUATIONS));
  }
}
