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
    Architecture.Builder builder = Architecture.builder();
    ArchitectureKey.ALL.forEach(key -> key.set().accept(builder, config));
    return builder.build();
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
