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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sample of a turn, the same one whoever asks and however often. Thread-safe. */
final class SampleSource {
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
    Random replacements = SampleSeed.random(seed, SampleSeed.Purpose.REPLACE, sample.position());
    LabeledPicture picture = dataset.pictures().get(sample.index());
    for (int attempt = 1; ; attempt++) {
      try {
        return map(picture, sample.position());
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
      picture = dataset.pictures().get(replacements.nextInt(dataset.size()));
    }
  }

  private TrainingSample map(LabeledPicture picture, long position) {
    try {
      return mapper.map(picture, SampleSeed.random(seed, SampleSeed.Purpose.AUGMENT, position));
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
