package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The six official models, each with its official yaml file as a resource of this library. */
public enum Preset {
  /** ResNet-50, 100 proposals, 36 epochs of COCO: 42.8 AP. */
  R50_100("sparsercnn.res50.100pro.3x"),
  /** ResNet-50, 300 proposals, random crops, 36 epochs of COCO: 45.0 AP. */
  R50_300("sparsercnn.res50.300pro.3x"),
  /** ResNet-101, 100 proposals, 36 epochs of COCO: 44.1 AP. */
  R101_100("sparsercnn.res101.100pro.3x"),
  /** ResNet-101, 300 proposals, random crops, 36 epochs of COCO: 46.4 AP. */
  R101_300("sparsercnn.res101.300pro.3x"),
  /** ResNet-50 pre-trained by DetCo, 300 proposals, trained norms: 46.5 AP. */
  R50_300_DETCO("sparsercnn.res50.300pro.3x.detco"),
  /** ResNet-50, 500 proposals, one class, 50 epochs of CrowdHuman. */
  CROWDHUMAN_R50_500("sparsercnn.crowdhuman.res50.500pro.50e");

  private static final String BASE = "Base-SparseRCNN";
  private static final String EXTENSION = ".yaml";

  private final String officialName;

  Preset(String officialName) {
    this.officialName = officialName;
  }

  /** The name of the official yaml file without {@code .yaml}. */
  public String officialName() {
    return officialName;
  }

  /** The whole config: detectron2's defaults, the official base and the official file. */
  public Config config() {
    return Config.detectron2Defaults().with(ConfigSource.official(officialName));
  }

  /**
   * Finds a preset.
   *
   * @param name an official file name with or without {@code .yaml}, or the name of a constant
   * @return the preset
   * @throws ConfigException if there is none of that name
   */
  public static Preset byName(String name) {
    String stem = stem(name);
    for (Preset preset : values()) {
      if (preset.officialName.equals(stem) || preset.name().equalsIgnoreCase(name)) {
        return preset;
      }
    }
    String known =
        Arrays.stream(values()).map(Preset::officialName).collect(Collectors.joining(", "));
    throw new ConfigException("no official config " + name + ", expected one of " + known);
  }

  /** The official {@code Base-SparseRCNN.yaml}, on which all presets build. */
  static Config base() {
    return Config.detectron2Defaults().with(ConfigSource.official(BASE));
  }

  /** Whether this is the file name, without folder, of the official base or of a preset. */
  static boolean isOfficialFile(String fileName) {
    String stem = stem(fileName);
    return stem.equals(BASE)
        || Arrays.stream(values()).anyMatch(preset -> preset.officialName.equals(stem));
  }

  /** The file name as the resources have it. */
  static String withExtension(String fileName) {
    return stem(fileName) + EXTENSION;
  }

  private static String stem(String fileName) {
    return fileName.endsWith(EXTENSION)
        ? fileName.substring(0, fileName.length() - EXTENSION.length())
        : fileName;
  }
}
