package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerBuilder;
import io.github.sparsercnn.TrainingListener;
import io.github.sparsercnn.TrainingProgress;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.distributed.JavaCommand;
import io.github.sparsercnn.core.distributed.LocalProcesses;
import io.github.sparsercnn.core.distributed.Machines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that train together, in JVMs of their own. */
class TwoProcessTrainingTest {
  /** All pictures are padded to one size: each process pads to the largest of its own. */
  private static final List<String> SETTINGS =
      List.of(
          "SOLVER.IMS_PER_BATCH", "4", "TEST.EVAL_PERIOD", "3", "INPUT.MIN_SIZE_TRAIN", "(48,)");

  @TempDir Path folder;

  /** Appends every loss, and the figures, to a file. */
  record Notes(Path file) implements TrainingListener {
    @Override
    public void iterationFinished(TrainingProgress progress) {
      progress.losses().forEach((name, value) -> note(progress.iteration() + name, value));
    }

    @Override
    public void evaluated(long iteration, Map<String, Double> metrics) {
      metrics.forEach((name, value) -> note(iteration + name, value));
    }

    private void note(String name, double value) {
      try {
        Files.writeString(
            file,
            name + " " + value + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Map<String, Double> read() throws IOException {
      Map<String, Double> notes = new TreeMap<>();
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String[] words = line.split(" ", -1);
        notes.put(words[0], Double.valueOf(words[1]));
      }
      return notes;
    }
  }

  /** What each process runs: pictures, output, train or resume, iterations after which to die. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      Path pictures = Path.of(args[0]);
      Path output = Path.of(args[1]);
      DatasetSource data = DatasetSource.of(pictures.resolve("labels.json"), pictures);
      long last = Long.parseLong(args[3]);
      TrainerBuilder builder =
          TinyTraining.builder(data, output)
              .overrides(SETTINGS)
              .override("SOLVER.CHECKPOINT_PERIOD", "2")
              .validationData(data)
              .listener(new Notes(output.resolveSibling(output.getFileName() + ".notes")))
              .listener(
                  new TrainingListener() {
                    @Override
                    public void iterationFinished(TrainingProgress progress) {
                      if (progress.iteration() == last) {
                        Runtime.getRuntime().halt(9);
                      }
                    }
                  });
      Trainer trainer = builder.build();
      TrainingSummary summary = args[2].equals("resume") ? trainer.resume() : trainer.train();
      System.exit(summary.iterations() == 6 ? 0 : 1);
    }
  }

  private int run(Path output, String verb, long last) throws InterruptedException {
    List<String> arguments =
        List.of(
            folder.resolve("pictures").toString(), output.toString(), verb, Long.toString(last));
    return new LocalProcesses(
            JavaCommand.likeThisOne(Main.class.getName(), arguments),
            2,
            Machines.onlyThis(),
            Duration.ofMinutes(2))
        .run();
  }

  @Test
  void twoProcesses_trainAsOneWithTheWholeBatch_andGoOnToTheLastBitWhenKilled() throws Exception {
    DatasetSource data = TinyTraining.paint(folder.resolve("pictures"));
    Notes alone = new Notes(folder.resolve("alone.notes"));
    TinyTraining.builder(data, folder.resolve("alone"))
        .overrides(SETTINGS)
        .validationData(data)
        .listener(alone)
        .build()
        .train();
    Path both = folder.resolve("both");
    assertThat(run(both, "train", -1)).isZero();
    Notes together = new Notes(folder.resolve("both.notes"));
    assertThat(together.read().keySet()).isEqualTo(alone.read().keySet());
    together
        .read()
        .forEach(
            (name, value) -> {
              double expected = readQuietly(alone).get(name);
              if (!Double.isNaN(expected)) {
                assertThat(value)
                    .as(name)
                    .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(expected))));
              }
            });

    Path killed = folder.resolve("killed");
    assertThat(run(killed, "train", 4)).isNotZero();
    assertThat(run(killed, "resume", -1)).isZero();
    assertThat(TrainerTest.weights(killed.resolve("model_final.pth")))
        .isEqualTo(TrainerTest.weights(both.resolve("model_final.pth")));
    assertThat(new Notes(folder.resolve("killed.notes")).read()).isEqualTo(together.read());
  }

  private static Map<String, Double> readQuietly(Notes notes) {
    try {
      return notes.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
