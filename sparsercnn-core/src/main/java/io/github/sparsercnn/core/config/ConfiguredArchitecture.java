package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.List;

/** Takes an {@link Architecture} out of a {@link Config}, and refuses what it cannot express. */
final class ConfiguredArchitecture {
  private ConfiguredArchitecture() {}

  /**
   * Reads the keys that decide the network.
   *
   * @throws ConfigException if the config describes another network, or one that cannot be built
   */
  static Architecture of(Config config) {
    String meta = "MODEL.META_ARCHITECTURE";
    if (!"SparseRCNN".equals(config.get(meta))) {
      throw new ConfigException(
          meta
              + " is "
              + ValueType.show(config.get(meta))
              + " ("
              + config.origin(meta)
              + "), expected 'SparseRCNN'; does the yaml lack _BASE_: \"Base-SparseRCNN.yaml\"?");
    }
    require(config, "MODEL.BACKBONE.NAME", "build_resnet_fpn_backbone");
    require(config, "MODEL.RESNETS.RES5_DILATION", 1L);
    require(config, "MODEL.RESNETS.DEFORM_ON_PER_STAGE", List.of(false, false, false, false));
    require(config, "MODEL.FPN.NORM", "");
    require(config, "MODEL.FPN.FUSE_TYPE", "sum");
    require(config, "MODEL.ROI_BOX_HEAD.POOLER_TYPE", "ROIAlignV2");
    Architecture architecture = build(config);
    List<String> stages = config.getStrings("MODEL.RESNETS.OUT_FEATURES");
    if (!stages.containsAll(architecture.fpnInFeatures())) {
      throw new ConfigException(
          "MODEL.RESNETS.OUT_FEATURES is "
              + stages
              + " ("
              + config.origin("MODEL.RESNETS.OUT_FEATURES")
              + "), expected all of MODEL.FPN.IN_FEATURES, "
              + architecture.fpnInFeatures());
    }
    return architecture;
  }

  private static Architecture build(Config config) {
    return Architecture.builder()
        .depth(config.getInt("MODEL.RESNETS.DEPTH"))
        .strideIn1x1(config.getBoolean("MODEL.RESNETS.STRIDE_IN_1X1"))
        .stemOutChannels(config.getInt("MODEL.RESNETS.STEM_OUT_CHANNELS"))
        .res2OutChannels(config.getInt("MODEL.RESNETS.RES2_OUT_CHANNELS"))
        .numGroups(config.getInt("MODEL.RESNETS.NUM_GROUPS"))
        .widthPerGroup(config.getInt("MODEL.RESNETS.WIDTH_PER_GROUP"))
        .norm(config.getString("MODEL.RESNETS.NORM"))
        .fpnInFeatures(config.getStrings("MODEL.FPN.IN_FEATURES"))
        .fpnOutChannels(config.getInt("MODEL.FPN.OUT_CHANNELS"))
        .roiInFeatures(config.getStrings("MODEL.ROI_HEADS.IN_FEATURES"))
        .poolerResolution(config.getInt("MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION"))
        .poolerSamplingRatio(config.getInt("MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO"))
        .numClasses(config.getInt("MODEL.SparseRCNN.NUM_CLASSES"))
        .numProposals(config.getInt("MODEL.SparseRCNN.NUM_PROPOSALS"))
        .nheads(config.getInt("MODEL.SparseRCNN.NHEADS"))
        .dropout(config.getDouble("MODEL.SparseRCNN.DROPOUT"))
        .dimFeedforward(config.getInt("MODEL.SparseRCNN.DIM_FEEDFORWARD"))
        .activation(config.getString("MODEL.SparseRCNN.ACTIVATION"))
        .hiddenDim(config.getInt("MODEL.SparseRCNN.HIDDEN_DIM"))
        .numCls(config.getInt("MODEL.SparseRCNN.NUM_CLS"))
        .numReg(config.getInt("MODEL.SparseRCNN.NUM_REG"))
        .numHeads(config.getInt("MODEL.SparseRCNN.NUM_HEADS"))
        .numDynamic(config.getInt("MODEL.SparseRCNN.NUM_DYNAMIC"))
        .dimDynamic(config.getInt("MODEL.SparseRCNN.DIM_DYNAMIC"))
        .useFocal(config.getBoolean("MODEL.SparseRCNN.USE_FOCAL"))
        .priorProb(config.getDouble("MODEL.SparseRCNN.PRIOR_PROB"))
        .build();
  }

  private static void require(Config config, String key, Object only) {
    if (!only.equals(config.get(key))) {
      throw new ConfigException(
          key
              + " is "
              + ValueType.show(config.get(key))
              + " ("
              + config.origin(key)
              + "), expected "
              + ValueType.show(only)
              + ", the only value this library knows");
    }
  }
}
