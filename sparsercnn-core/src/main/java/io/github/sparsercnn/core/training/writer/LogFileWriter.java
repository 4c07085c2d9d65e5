package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code log.txt}: the lines of {@link LogLines}, each with its time. Every run is appended
 * to those before it.
 */
public final class LogFileWriter implements TrainingListener {
  /** Its name in the output folder. */
  public static final String FILE_NAME = "log.txt";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['uuuu-MM-dd HH:mm:ss'] '", Locale.ROOT);

  private final Clock clock;
  private final LogLines lines = LogLines.all(this::append);
  private @Nullable AppendedFile file;

  /**
   * Writes to the output folder of the run that is going to be told of.
   *
   * @param clock what time the lines show, and where
   */
  public LogFileWriter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void started(TrainingPlan plan) {
    file = AppendedFile.openText(plan.output().resolve(FILE_NAME));
    lines.started(plan);
  }

  private void append(String line) {
    if (file == null) {
      throw new IllegalStateException("training has not been started");
    }
    file.appendLine(TIME.format(LocalDateTime.now(clock)) + line);
  }

  @Override
  public void iterationFinished(TrainingProgress progress) {
    lines.iterationFinished(progress);
  }

  @Override
  public void evaluated(long iteration, Map<String, Double> metrics) {
    lines.evaluated(iteration, metrics);
  }

  @Override
  public void checkpointSaved(long iteration, Path checkpoint) {
    lines.checkpointSaved(iteration, checkpoint);
  }

  @Override
  public void finished(TrainingSummary summary) {
    lines.finished(summary);
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
