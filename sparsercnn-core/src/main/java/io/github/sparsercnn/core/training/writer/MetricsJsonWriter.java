package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code metrics.json}: a line of JSON every 20 iterations, at the end, and after each
 * evaluation.
 *
 * <p>A resumed run goes on with the file, without the lines of the iterations that it repeats, so
 * that no iteration is there twice. A new run begins a new file; one that is there already keeps
 * its lines under the name {@code metrics.1.json}, {@code metrics.2.json} and so on.
 */
public final class MetricsJsonWriter extends ScalarWriter {
  private @Nullable AppendedFile file;

  /** Writes to the output folder of the run that is going to be told of. */
  public MetricsJsonWriter() {}

  @Override
  void open(TrainingPlan plan) {
    Path json = plan.output().resolve(MetricsJson.FILE_NAME);
    if (plan.firstIteration() == 0) {
      setAside(json);
    } else {
      MetricsJson.rewind(json, plan.firstIteration());
    }
    file = AppendedFile.open(json);
  }

  private static void setAside(Path json) {
    try {
      if (!Files.exists(json) || Files.size(json) == 0) {
        return;
      }
      int number = 1;
      while (Files.exists(numbered(json, number))) {
        number++;
      }
      Files.move(json, numbered(json, number));
    } catch (IOException e) {
      throw AppendedFile.failure(json, e);
    }
  }

  private static Path numbered(Path json, int number) {
    return json.resolveSibling("metrics." + number + ".json");
  }

  @Override
  void write(Scalars scalars) {
    if (file == null) {
      throw new IllegalStateException("training has not been started");
    }
    file.appendLine(ScalarsJson.write(scalars));
  }

  @Override
  void closeFile() {
    if (file != null) {
      file.close();
    }
  }
}
