package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.List;
import java.util.Set;

/** What a Sparse R-CNN can be built of: the checks of an {@link Architecture}. */
final class ArchitectureRules {
  private static final List<String> RESNET_STAGES = List.of("res2", "res3", "res4", "res5");
  private static final Set<Integer> DEPTHS = Set.of(50, 101, 152);
  private static final Set<String> NORMS = Set.of("FrozenBN", "BN", "SyncBN");
  private static final Set<String> ACTIVATIONS = Set.of("relu", "gelu");
  private static final int DYNAMIC_LAYERS = 2;

  private ArchitectureRules() {}

  /**
   * Checks that the values fit each other.
   *
   * @throws ConfigException naming the key, what was found and what was expected
   */
  static void check(Architecture a) {
    require(DEPTHS.contains(a.depth()), "MODEL.RESNETS.DEPTH", a.depth(), "50, 101 or 152");
    positive("MODEL.RESNETS.STEM_OUT_CHANNELS", a.stemOutChannels());
    positive("MODEL.RESNETS.RES2_OUT_CHANNELS", a.res2OutChannels());
    positive("MODEL.RESNETS.NUM_GROUPS", a.numGroups());
    positive("MODEL.RESNETS.WIDTH_PER_GROUP", a.widthPerGroup());
    require(NORMS.contains(a.norm()), "MODEL.RESNETS.NORM", a.norm(), "FrozenBN, BN or SyncBN");
    pyramid(a);
    head(a);
    stages(a);
  }

  private static void pyramid(Architecture a) {
    List<String> stages = a.fpnInFeatures();
    int first = stages.isEmpty() ? -1 : RESNET_STAGES.indexOf(stages.get(0));
    require(
        first >= 0
            && first + stages.size() <= RESNET_STAGES.size()
            && RESNET_STAGES.subList(first, first + stages.size()).equals(stages),
        "MODEL.FPN.IN_FEATURES",
        stages,
        "neighbouring stages of res2 to res5, finest first");
    positive("MODEL.FPN.OUT_CHANNELS", a.fpnOutChannels());
    List<String> levels = stages.stream().map(stage -> stage.replace("res", "p")).toList();
    List<String> pooled = a.roiInFeatures();
    int finest = pooled.isEmpty() ? -1 : levels.indexOf(pooled.get(0));
    require(
        finest >= 0
            && finest + pooled.size() <= levels.size()
            && levels.subList(finest, finest + pooled.size()).equals(pooled),
        "MODEL.ROI_HEADS.IN_FEATURES",
        pooled,
        "neighbouring levels of " + levels + ", finest first");
    positive("MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION", a.poolerResolution());
    positive("MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO", a.poolerSamplingRatio());
  }

  private static void head(Architecture a) {
    positive("MODEL.SparseRCNN.NUM_CLASSES", a.numClasses());
    positive("MODEL.SparseRCNN.NUM_PROPOSALS", a.numProposals());
    require(
        a.hiddenDim() == a.fpnOutChannels(),
        "MODEL.SparseRCNN.HIDDEN_DIM",
        a.hiddenDim(),
        a.fpnOutChannels() + ", the same as MODEL.FPN.OUT_CHANNELS");
    positive("MODEL.SparseRCNN.NHEADS", a.nheads());
    require(
        a.hiddenDim() % a.nheads() == 0,
        "MODEL.SparseRCNN.NHEADS",
        a.nheads(),
        "a divisor of MODEL.SparseRCNN.HIDDEN_DIM, which is " + a.hiddenDim());
    require(
        a.dropout() >= 0 && a.dropout() < 1,
        "MODEL.SparseRCNN.DROPOUT",
        a.dropout(),
        "at least 0 and less than 1");
    require(
        a.priorProb() > 0 && a.priorProb() < 1,
        "MODEL.SparseRCNN.PRIOR_PROB",
        a.priorProb(),
        "more than 0 and less than 1");
    positive("MODEL.SparseRCNN.DIM_FEEDFORWARD", a.dimFeedforward());
    require(
        ACTIVATIONS.contains(a.activation()),
        "MODEL.SparseRCNN.ACTIVATION",
        a.activation(),
        "relu or gelu; with glu the official linear2 does not fit its input");
  }

  private static void stages(Architecture a) {
    positive("MODEL.SparseRCNN.NUM_HEADS", a.numHeads());
    positive("MODEL.SparseRCNN.NUM_CLS", a.numCls());
    positive("MODEL.SparseRCNN.NUM_REG", a.numReg());
    require(
        a.numDynamic() == DYNAMIC_LAYERS,
        "MODEL.SparseRCNN.NUM_DYNAMIC",
        a.numDynamic(),
        DYNAMIC_LAYERS + ", the only number that the official forward pass knows");
    positive("MODEL.SparseRCNN.DIM_DYNAMIC", a.dimDynamic());
  }

  private static void positive(String key, int value) {
    require(value > 0, key, value, "1 or more");
  }

  private static void require(boolean holds, String key, Object found, String expected) {
    if (!holds) {
      throw new ConfigException(key + " is " + found + ", expected " + expected);
    }
  }
}
