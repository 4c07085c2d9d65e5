package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When numbers are written: every 20th iteration, the last one also if it is not the planned last
 * one, and each evaluation.
 */
abstract class ScalarWriter implements TrainingListener {
  private @Nullable RecentMetrics recent;

  /** Whether the latest iteration has not been written. */
  private boolean pending;

  /** Opens the file. */
  abstract void open(TrainingPlan plan);

  /** Writes to the open file. */
  abstract void write(Scalars scalars);

  /** Closes the file; does nothing if there is none. */
  abstract void closeFile();

  @Override
  public final void started(TrainingPlan plan) {
    open(plan);
    recent = new RecentMetrics(plan);
  }

  @Override
  public final void iterationFinished(TrainingProgress progress) {
    if (recent == null) {
      throw new IllegalStateException("training has not been started");
    }
    recent.add(progress);
    pending = true;
    if (recent.isDue()) {
      writeRecent();
    }
  }

  @Override
  public final void evaluated(long iteration, Map<String, Double> metrics) {
    write(Scalars.finite(iteration, metrics));
  }

  @Override
  public final void finished(TrainingSummary summary) {
    writeRecent();
  }

  /** Writes the latest iteration, if training ended between two reports, and closes the file. */
  @Override
  public final void close() {
    try {
      writeRecent();
    } finally {
      closeFile();
    }
  }

  private void writeRecent() {
    if (recent != null && pending) {
      // What could not be written is not tried again.
      pending = false;
      write(recent.scalars());
    }
  }
}
