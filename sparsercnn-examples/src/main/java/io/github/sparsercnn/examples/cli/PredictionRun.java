package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.Instances;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Looks at many pictures with one detector; a picture that cannot be used does not stop it. */
final class PredictionRun {
  private final Detector detector;
  private final int batchSize;
  private final @Nullable Float threshold;
  private final PrintWriter err;

  /**
   * @param batchSize pictures computed together
   * @param threshold scores must be strictly greater; null keeps all
   * @param err where pictures that cannot be used are named, one line each
   */
  PredictionRun(Detector detector, int batchSize, @Nullable Float threshold, PrintWriter err) {
    this.detector = detector;
    this.batchSize = batchSize;
    this.threshold = threshold;
    this.err = err;
  }

  /**
   * Looks at all pictures.
   *
   * @param sinks each is given every picture, in order
   * @param showProgress whether to draw a progress bar on stderr
   * @return how many pictures could not be used
   */
  int run(List<Path> pictures, List<? extends PredictionSink> sinks, boolean showProgress)
      throws IOException {
    if (!showProgress) {
      return run(pictures, sinks, (ProgressBar) null);
    }
    try (ProgressBar progress =
        new ProgressBarBuilder()
            .setTaskName("predict")
            .setUnit(" pictures", 1)
            .setInitialMax(pictures.size())
            .build()) {
      return run(pictures, sinks, progress);
    }
  }

  private int run(
      List<Path> pictures, List<? extends PredictionSink> sinks, @Nullable ProgressBar progress)
      throws IOException {
    int failures = 0;
    for (int start = 0; start < pictures.size(); start += batchSize) {
      List<Path> batch = pictures.subList(start, Math.min(start + batchSize, pictures.size()));
      failures += predict(batch, sinks);
      if (progress != null) {
        progress.stepBy(batch.size());
      }
    }
    return failures;
  }

  private int predict(List<Path> batch, List<? extends PredictionSink> sinks) throws IOException {
    List<Instances> found;
    try {
      found = detector.predict(batch.stream().map(Image::of).toList());
    } catch (ImageException e) {
      if (batch.size() == 1) {
        fail(batch.get(0), String.valueOf(e.getMessage()), sinks);
        return 1;
      }
      int failures = 0;
      for (Path picture : batch) {
        failures += predict(List.of(picture), sinks);
      }
      return failures;
    }
    for (int i = 0; i < batch.size(); i++) {
      Instances instances = found.get(i);
      Instances kept = threshold == null ? instances : instances.above(threshold);
      for (PredictionSink sink : sinks) {
        sink.found(batch.get(i), kept);
      }
    }
    return 0;
  }

  private void fail(Path picture, String reason, List<? extends PredictionSink> sinks)
      throws IOException {
    err.println(reason);
    err.flush();
    for (PredictionSink sink : sinks) {
      sink.failed(picture, reason);
    }
  }
}
