package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.config.Architecture;
import java.util.ArrayList;
import java.util.List;

/**
 * Which levels a network builds and which of them its head pools from.
 *
 * @param finestBuilt number of the finest level, for example 2 for p2
 * @param coarsestBuilt number of the coarsest level
 * @param finestPooled number of the finest level that boxes are pooled from
 * @param coarsestPooled number of the coarsest level that boxes are pooled from
 */
record Pyramid(int finestBuilt, int coarsestBuilt, int finestPooled, int coarsestPooled) {
  private static final int FIRST_STAGE = 2;

  static Pyramid of(Architecture architecture) {
    List<String> built = architecture.fpnInFeatures();
    List<String> pooled = architecture.roiInFeatures();
    return new Pyramid(
        number(built.get(0), "res"),
        number(built.get(built.size() - 1), "res"),
        number(pooled.get(0), "p"),
        number(pooled.get(pooled.size() - 1), "p"));
  }

  private static int number(String feature, String prefix) {
    return Integer.parseInt(feature.substring(prefix.length()));
  }

  /** Channels of the backbone's stages that the pyramid reads, finest first. */
  List<Integer> inChannels(Architecture architecture) {
    List<Integer> channels = new ArrayList<>();
    for (int level = finestBuilt; level <= coarsestBuilt; level++) {
      channels.add(architecture.res2OutChannels() << (level - FIRST_STAGE));
    }
    return channels;
  }

  /** Of all levels those that are pooled from. */
  <T> List<T> pooled(List<T> features) {
    return features.subList(finestPooled - finestBuilt, coarsestPooled - finestBuilt + 1);
  }

  /** Pixels per cell of the pooled levels. */
  List<Integer> pooledStrides() {
    List<Integer> strides = new ArrayList<>();
    for (int level = finestPooled; level <= coarsestPooled; level++) {
      strides.add(stride(level));
    }
    return strides;
  }

  /** Pixels per cell of the coarsest level. */
  int coarsestStride() {
    return stride(coarsestBuilt);
  }

  private static int stride(int level) {
    return ResNet.FIRST_STRIDE << (level - FIRST_STAGE);
  }
}
