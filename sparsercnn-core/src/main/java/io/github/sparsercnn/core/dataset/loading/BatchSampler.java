package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which pictures make up which batch, for ever. Every rank runs the same sampler over the
 * same global batches and takes its share of each, so that the union of the ranks' batches does not
 * depend on how many there are. Not thread-safe.
 *
 * <p>With aspect-ratio grouping, wide pictures and the others wait in two buckets; a bucket that is
 * full is a batch. Sizes are those of the files, before augmentation. Source: detectron2's {@code
 * AspectRatioGroupedDataset}, which groups within each rank.
 */
public final class BatchSampler {
  private final ShuffledStream stream;
  private final List<ImageSize> sizes;
  private final Settings settings;
  private final List<Sample> wide = new ArrayList<>();
  private final List<Sample> others = new ArrayList<>();
  private long position;

  /**
   * What a sampler is asked for.
   *
   * @param seed of the order
   * @param imsPerBatch {@code SOLVER.IMS_PER_BATCH}: pictures of a batch over all ranks
   * @param aspectRatioGrouping {@code DATALOADER.ASPECT_RATIO_GROUPING}
   * @param rank of this process, from 0
   * @param worldSize how many processes train together
   */
  public record Settings(
      long seed, int imsPerBatch, boolean aspectRatioGrouping, int rank, int worldSize) {
    /**
     * Checks the numbers.
     *
     * @throws ConfigException if the batch cannot be dealt evenly
     * @throws IllegalArgumentException if the rank is not one of the world
     */
    public Settings {
      if (rank < 0 || rank >= worldSize) {
        throw new IllegalArgumentException("rank " + rank + " of " + worldSize + " processes");
      }
      if (imsPerBatch < 1 || imsPerBatch % worldSize != 0) {
        throw new ConfigException(
            "SOLVER.IMS_PER_BATCH is "
                + imsPerBatch
                + ", expected a positive multiple of the number of processes, "
                + worldSize);
      }
    }

    /**
     * Settings of a process that trains alone.
     *
     * @param seed of the order
     * @param imsPerBatch pictures of a batch
     * @return with grouping
     */
    public static Settings alone(long seed, int imsPerBatch) {
      return new Settings(seed, imsPerBatch, true, 0, 1);
    }
  }

  /**
   * Makes a sampler.
   *
   * @param sizes of the dataset's pictures
   * @param settings what it is asked for
   * @param from where it starts, {@link SamplerState#START} for a new run
   * @throws IllegalArgumentException if there are no pictures
   */
  public BatchSampler(List<ImageSize> sizes, Settings settings, SamplerState from) {
    this.sizes = List.copyOf(sizes);
    this.settings = settings;
    stream = new ShuffledStream(sizes.size(), settings.seed);
    position = from.position();
    for (long drawn : from.waiting()) {
      Sample sample = new Sample(drawn, stream.at(drawn));
      bucket(sample).add(sample);
    }
  }

  /**
   * This rank's share of the next batch.
   *
   * @return {@code imsPerBatch / worldSize} samples
   */
  public List<Sample> next() {
    while (true) {
      Sample sample = new Sample(position, stream.at(position));
      position++;
      List<Sample> bucket = bucket(sample);
      bucket.add(sample);
      if (bucket.size() == settings.imsPerBatch) {
        List<Sample> share = share(bucket);
        bucket.clear();
        return share;
      }
    }
  }

  private List<Sample> bucket(Sample sample) {
    ImageSize size = sizes.get(sample.index());
    return settings.aspectRatioGrouping && size.width() > size.height() ? wide : others;
  }

  private List<Sample> share(List<Sample> batch) {
    List<Sample> share = new ArrayList<>();
    for (int i = settings.rank; i < batch.size(); i += settings.worldSize) {
      share.add(batch.get(i));
    }
    return List.copyOf(share);
  }

  /** {@return where the sampler stands now} */
  public SamplerState state() {
    List<Long> waiting = new ArrayList<>();
    wide.forEach(sample -> waiting.add(sample.position()));
    others.forEach(sample -> waiting.add(sample.position()));
    waiting.sort(null);
    return new SamplerState(position, waiting);
  }
}
