package io.github.sparsercnn.core.network;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import java.util.function.IntFunction;

/**
 * How the backbone's norms are trained. Their kind is part of the {@link Architecture}: {@code
 * FrozenBN} is never trained, {@code BN} takes the statistics of its process' pictures, {@code
 * SyncBN} those of all processes. In frozen stages all kinds are {@code FrozenBN}, as in detectron2
 * {@code ResNet.freeze}.
 *
 * @param freezeAt {@code MODEL.BACKBONE.FREEZE_AT}: 0 freezes nothing, 1 the stem, 2 the stem and
 *     res2, up to 5
 * @param group the processes that train together; used in each training pass, left open
 */
public record Normalization(int freezeAt, ProcessGroup group) {
  private static final int ALL_STAGES = 5;

  /**
   * No norm is trained; for prediction, or while a network learns with the statistics that it has.
   *
   * @return the policy
   */
  public static Normalization fixed() {
    return new Normalization(ALL_STAGES, new Alone());
  }

  /**
   * The policy that a config describes.
   *
   * @param config {@code MODEL.BACKBONE.FREEZE_AT}
   * @param group the processes that train together
   * @return the policy
   */
  public static Normalization of(Config config, ProcessGroup group) {
    return new Normalization(config.getInt("MODEL.BACKBONE.FREEZE_AT"), group);
  }

  /**
   * The norms of a network.
   *
   * @param kind {@link Architecture#norm}
   * @param weights keep what belongs to the network
   * @return a factory for each stage, 1 for the stem, 2 for res2
   */
  IntFunction<NormFactory> norms(String kind, Weights weights) {
    NormFactory trained = trained(kind, weights);
    return stage -> stage <= freezeAt ? FrozenBatchNorm::of : trained;
  }

  private NormFactory trained(String kind, Weights weights) {
    if (kind.equals("FrozenBN")) {
      return FrozenBatchNorm::of;
    }
    BatchStatistics statistics =
        switch (kind) {
          case "BN" -> BatchStatistics.OWN;
          case "SyncBN" ->
              group.size() == 1 ? BatchStatistics.OWN : new SharedStatistics(group, weights);
          default ->
              throw new ConfigException(
                  "MODEL.RESNETS.NORM is " + kind + ", known are FrozenBN, BN and SyncBN");
        };
    return (view, channels) -> new BatchNorm(view, channels, statistics);
  }
}
