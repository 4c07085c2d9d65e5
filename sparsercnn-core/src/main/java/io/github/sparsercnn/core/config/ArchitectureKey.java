package io.github.sparsercnn.core.config;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Ties a config key to the part of an {@link Architecture} that it decides.
 *
 * @param key the full key
 * @param get takes the value out of an architecture
 * @param set puts the config's value of the key into a builder
 */
record ArchitectureKey(
    String key, Function<Architecture, Object> get, BiConsumer<Architecture.Builder, Config> set) {
  static final String STRIDE_IN_1X1 = "MODEL.RESNETS.STRIDE_IN_1X1";
  static final String DEPTH = "MODEL.RESNETS.DEPTH";
  static final String ROI_IN_FEATURES = "MODEL.ROI_HEADS.IN_FEATURES";
  static final String SAMPLING_RATIO = "MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO";
  static final String NHEADS = "MODEL.SparseRCNN.NHEADS";
  static final String ACTIVATION = "MODEL.SparseRCNN.ACTIVATION";
  static final String NORM = "MODEL.RESNETS.NORM";
  static final String DROPOUT = "MODEL.SparseRCNN.DROPOUT";
  static final String PRIOR_PROB = "MODEL.SparseRCNN.PRIOR_PROB";
  static final String NUM_CLASSES = "MODEL.SparseRCNN.NUM_CLASSES";

  /** Every key that decides an architecture. */
  static final List<ArchitectureKey> ALL =
      List.of(
          whole(DEPTH, Architecture::depth, Architecture.Builder::depth),
          truth(STRIDE_IN_1X1, Architecture::strideIn1x1, Architecture.Builder::strideIn1x1),
          whole(
              "MODEL.RESNETS.STEM_OUT_CHANNELS",
              Architecture::stemOutChannels,
              Architecture.Builder::stemOutChannels),
          whole(
              "MODEL.RESNETS.RES2_OUT_CHANNELS",
              Architecture::res2OutChannels,
              Architecture.Builder::res2OutChannels),
          whole(
              "MODEL.RESNETS.NUM_GROUPS", Architecture::numGroups, Architecture.Builder::numGroups),
          whole(
              "MODEL.RESNETS.WIDTH_PER_GROUP",
              Architecture::widthPerGroup,
              Architecture.Builder::widthPerGroup),
          text(NORM, Architecture::norm, Architecture.Builder::norm),
          texts(
              "MODEL.FPN.IN_FEATURES",
              Architecture::fpnInFeatures,
              Architecture.Builder::fpnInFeatures),
          whole(
              "MODEL.FPN.OUT_CHANNELS",
              Architecture::fpnOutChannels,
              Architecture.Builder::fpnOutChannels),
          texts(ROI_IN_FEATURES, Architecture::roiInFeatures, Architecture.Builder::roiInFeatures),
          whole(
              "MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION",
              Architecture::poolerResolution,
              Architecture.Builder::poolerResolution),
          whole(
              SAMPLING_RATIO,
              Architecture::poolerSamplingRatio,
              Architecture.Builder::poolerSamplingRatio),
          whole(NUM_CLASSES, Architecture::numClasses, Architecture.Builder::numClasses),
          whole(
              "MODEL.SparseRCNN.NUM_PROPOSALS",
              Architecture::numProposals,
              Architecture.Builder::numProposals),
          whole(NHEADS, Architecture::nheads, Architecture.Builder::nheads),
          decimal(DROPOUT, Architecture::dropout, Architecture.Builder::dropout),
          whole(
              "MODEL.SparseRCNN.DIM_FEEDFORWARD",
              Architecture::dimFeedforward,
              Architecture.Builder::dimFeedforward),
          text(ACTIVATION, Architecture::activation, Architecture.Builder::activation),
          whole(
              "MODEL.SparseRCNN.HIDDEN_DIM",
              Architecture::hiddenDim,
              Architecture.Builder::hiddenDim),
          whole("MODEL.SparseRCNN.NUM_CLS", Architecture::numCls, Architecture.Builder::numCls),
          whole("MODEL.SparseRCNN.NUM_REG", Architecture::numReg, Architecture.Builder::numReg),
          whole(
              "MODEL.SparseRCNN.NUM_HEADS", Architecture::numHeads, Architecture.Builder::numHeads),
          whole(
              "MODEL.SparseRCNN.NUM_DYNAMIC",
              Architecture::numDynamic,
              Architecture.Builder::numDynamic),
          whole(
              "MODEL.SparseRCNN.DIM_DYNAMIC",
              Architecture::dimDynamic,
              Architecture.Builder::dimDynamic),
          truth(
              "MODEL.SparseRCNN.USE_FOCAL", Architecture::useFocal, Architecture.Builder::useFocal),
          decimal(PRIOR_PROB, Architecture::priorProb, Architecture.Builder::priorProb));

  private static ArchitectureKey whole(
      String key,
      Function<Architecture, Object> get,
      BiConsumer<Architecture.Builder, Integer> set) {
    return new ArchitectureKey(
        key, get, (builder, config) -> set.accept(builder, config.getInt(key)));
  }

  private static ArchitectureKey decimal(
      String key,
      Function<Architecture, Object> get,
      BiConsumer<Architecture.Builder, Double> set) {
    return new ArchitectureKey(
        key, get, (builder, config) -> set.accept(builder, config.getDouble(key)));
  }

  private static ArchitectureKey truth(
      String key,
      Function<Architecture, Object> get,
      BiConsumer<Architecture.Builder, Boolean> set) {
    return new ArchitectureKey(
        key, get, (builder, config) -> set.accept(builder, config.getBoolean(key)));
  }

  private static ArchitectureKey text(
      String key,
      Function<Architecture, Object> get,
      BiConsumer<Architecture.Builder, String> set) {
    return new ArchitectureKey(
        key, get, (builder, config) -> set.accept(builder, config.getString(key)));
  }

  private static ArchitectureKey texts(
      String key,
      Function<Architecture, Object> get,
      BiConsumer<Architecture.Builder, List<String>> set) {
    return new ArchitectureKey(
        key, get, (builder, config) -> set.accept(builder, config.getStrings(key)));
  }
}
