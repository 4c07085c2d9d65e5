package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.loading.BatchLoader;
import io.github.sparsercnn.core.dataset.loading.BrokenPictures;
import io.github.sparsercnn.core.dataset.loading.SampleMapper;
import io.github.sparsercnn.core.dataset.loading.SamplerState;
import io.github.sparsercnn.core.dataset.loading.TrainingSample;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.inference.ImageNormalizer;
import io.github.sparsercnn.core.inference.NetworkDetector;
import io.github.sparsercnn.core.network.PreciseNorms;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.torch.ComputeDevice;

/**
 * Measures the statistics of trained norms anew before an evaluation ({@code TEST.PRECISE_BN}). The
 * batches are drawn beside those of the training, always the same ones.
 *
 * @param config in force
 * @param training what is trained on
 * @param mapper makes samples of pictures
 * @param seed of the run
 * @param broken what becomes of pictures that cannot be used
 * @param group the processes that train together
 * @param device where the network runs
 */
record PreciseStatistics(
    Config config,
    Dataset training,
    SampleMapper mapper,
    long seed,
    BrokenPictures broken,
    ProcessGroup group,
    ComputeDevice device) {

  /** Does nothing unless the config asks for it. */
  void refresh(SparseRcnn network) {
    if (!config.getBoolean("TEST.PRECISE_BN.ENABLED")) {
      return;
    }
    ImageNormalizer normalizer = NetworkDetector.normalizer(config);
    try (BatchLoader loader =
        Batches.open(config, training, mapper, ~seed, broken, group, SamplerState.START)) {
      new PreciseNorms(network)
          .update(
              () ->
                  normalizer.batch(
                      loader.next().samples().stream().map(TrainingSample::image).toList(),
                      network.sizeDivisibility(),
                      device),
              config.getInt("TEST.PRECISE_BN.NUM_ITER"));
    }
  }
}
