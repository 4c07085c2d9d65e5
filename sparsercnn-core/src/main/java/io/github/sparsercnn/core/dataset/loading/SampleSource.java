package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sample of a turn, the same one whoever asks and however often. Thread-safe. */
final class SampleSource implements OtherPictures {
  private static final Logger LOG = LoggerFactory.getLogger(SampleSource.class);
  private static final int MOST_ATTEMPTS = 10;

  private final Dataset dataset;
  private final SampleMapper mapper;
  private final long seed;
  private final BrokenPictures broken;
  private final Set<Path> reported = ConcurrentHashMap.newKeySet();

  SampleSource(Dataset dataset, SampleMapper mapper, long seed, BrokenPictures broken) {
    this.dataset = dataset;
    this.mapper = mapper;
    this.seed = seed;
    this.broken = broken;
  }

  /**
   * Makes a sample.
   *
   * @throws SparseRcnnException if the picture cannot be used, nor any of those drawn in its place
   */
  TrainingSample load(Sample sample) {
    long position = sample.position();
    return firstUsable(
        dataset.pictures().get(sample.index()),
        SampleSeed.random(seed, SampleSeed.Purpose.REPLACE, position),
        picture ->
            mapper.map(
                picture, SampleSeed.random(seed, SampleSeed.Purpose.AUGMENT, position), this));
  }

  @Override
  public <T> T draw(Random random, Function<LabeledPicture, T> reading) {
    return firstUsable(any(random), random, reading);
  }

  private LabeledPicture any(Random random) {
    return dataset.pictures().get(random.nextInt(dataset.size()));
  }

  private <T> T firstUsable(
      LabeledPicture first, Random replacements, Function<LabeledPicture, T> use) {
    LabeledPicture picture = first;
    for (int attempt = 1; ; attempt++) {
      try {
        return used(picture, use);
      } catch (ImageException | DatasetException e) {
        if (broken == BrokenPictures.FAIL) {
          throw e;
        }
        if (attempt == MOST_ATTEMPTS) {
          throw new DatasetException(
              dataset.name()
                  + ": "
                  + attempt
                  + " pictures in a row cannot be used; "
                  + e.getMessage(),
              e);
        }
        report(picture, e);
      }
      picture = any(replacements);
    }
  }

  private static <T> T used(LabeledPicture picture, Function<LabeledPicture, T> use) {
    try {
      return use.apply(picture);
    } catch (SparseRcnnException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SparseRcnnException(picture.file() + ": cannot be prepared: " + e, e);
    }
  }

  private void report(LabeledPicture picture, SparseRcnnException problem) {
    if (reported.add(picture.file())) {
      LOG.warn("Another picture takes the place of a broken one: {}", problem.getMessage());
    }
  }
}
