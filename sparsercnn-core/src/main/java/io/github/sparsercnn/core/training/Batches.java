package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import io.github.sparsercnn.core.dataset.loading.BatchSampler;
import io.github.sparsercnn.core.dataset.loading.BrokenPictures;
import io.github.sparsercnn.core.dataset.loading.Pace;
import io.github.sparsercnn.core.dataset.loading.SampleMapper;
import io.github.sparsercnn.core.dataset.loading.SamplerState;
import io.github.sparsercnn.core.dataset.loading.TrainingSample;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import java.util.List;

/** From config and dataset to the batches of this process. */
final class Batches {
  private static final int PREFETCH = 2;

  private Batches() {}

  /**
   * Opens a loader.
   *
   * @param config {@code SOLVER.IMS_PER_BATCH}, {@code DATALOADER}
   * @param dataset what is trained on
   * @param mapper makes samples of pictures
   * @param seed of order and augmentation
   * @param broken what becomes of pictures that cannot be used
   * @param group takes its share of each batch
   * @param from where to begin
   * @return the loader, closed by the caller
   */
  static BatchLoader open(
      Config config,
      Dataset dataset,
      SampleMapper mapper,
      long seed,
      BrokenPictures broken,
      ProcessGroup group,
      SamplerState from) {
    BatchSampler sampler =
        new BatchSampler(
            dataset.pictures().stream().map(LabeledPicture::size).toList(),
            new BatchSampler.Settings(
                seed,
                config.getInt("SOLVER.IMS_PER_BATCH"),
                config.getBoolean("DATALOADER.ASPECT_RATIO_GROUPING"),
                group.rank(),
                group.size()),
            from);
    return new BatchLoader(
        dataset,
        sampler,
        mapper,
        new BatchLoader.Settings(seed, config.getInt("DATALOADER.NUM_WORKERS"), PREFETCH, broken),
        pace(config));
  }

  /** How fast pictures may be begun. */
  static Pace pace(Config config) {
    double rate = config.getDouble("DATALOADER.MAX_IMAGES_PER_SECOND");
    return rate > 0 ? Pace.imagesPerSecond(rate) : Pace.UNLIMITED;
  }

  /** What is to be found in the pictures of a batch. */
  static List<GroundTruth> truths(List<TrainingSample> samples) {
    return samples.stream()
        .map(
            sample ->
                new GroundTruth(sample.picture().fileName(), sample.boxes(), sample.classIds()))
        .toList();
  }
}
