package io.github.sparsercnn.core.training;

import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingPlan;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells several listeners one after the other. */
final class Listeners implements TrainingListener {
  private final List<TrainingListener> all;

  private Listeners(List<TrainingListener> all) {
    this.all = List.copyOf(all);
  }

  /** Of several processes, only the first one tells its listeners. */
  static Listeners of(ProcessGroup group, List<TrainingListener> all) {
    return new Listeners(group.isFirst() ? all : List.of());
  }

  @Override
  public void started(TrainingPlan plan) {
    all.forEach(listener -> listener.started(plan));
  }

  @Override
  public void iterationFinished(TrainingProgress progress) {
    all.forEach(listener -> listener.iterationFinished(progress));
  }

  @Override
  public void evaluating(int done, int images) {
    all.forEach(listener -> listener.evaluating(done, images));
  }

  @Override
  public void evaluated(long iteration, Map<String, Double> metrics) {
    all.forEach(listener -> listener.evaluated(iteration, metrics));
  }

  @Override
  public void checkpointSaved(long iteration, Path file) {
    all.forEach(listener -> listener.checkpointSaved(iteration, file));
  }

  @Override
  public void finished(TrainingSummary summary) {
    all.forEach(listener -> listener.finished(summary));
  }

  /** Closes all of them, also when one fails. */
  @Override
  public void close() {
    @Nullable RuntimeException failure = null;
    for (TrainingListener listener : all) {
      try {
        listener.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
