package io.github.sparsercnn.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerBuilder;
import io.github.sparsercnn.core.distributed.JavaCommand;
import io.github.sparsercnn.core.distributed.LocalProcesses;
import io.github.sparsercnn.core.distributed.Machines;
import io.github.sparsercnn.core.distributed.MeetingPoint;
import io.github.sparsercnn.core.distributed.Rendezvous;
import io.github.sparsercnn.core.testing.OneThread;
import io.github.sparsercnn.core.training.TwoProcessTrainingTest.Notes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How two processes in JVMs of their own end: with the figures of one, or because one is lost. */
@Timeout(300)
@ExtendWith(OneThread.class)
class TwoProcessEndingTest {
  /** For what shall succeed, however busy the machine is; and how long a lost one is waited for. */
  private static final Duration LONG = Duration.ofMinutes(2);

  /** The longest that a process may take to end after the other was killed. */
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private DatasetSource data;

  /** What each process runs: pictures, output, train or evaluate. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      Path pictures = Path.of(args[0]);
      DatasetSource data = DatasetSource.of(pictures.resolve("labels.json"), pictures);
      Trainer trainer = builder(data, Path.of(args[1])).build();
      if (args[2].equals("evaluate")) {
        trainer.evaluate();
      } else {
        trainer.train();
      }
      System.exit(0);
    }
  }

  /** A run without end; its figures are noted beside the output folder. */
  private static TrainerBuilder builder(DatasetSource data, Path output) {
    return TinyTraining.builder(data, output)
        .override("SOLVER.MAX_ITER", "1000000")
        .validationData(data)
        .listener(notes(output));
  }

  private static Notes notes(Path output) {
    return new Notes(output.resolveSibling(output.getFileName() + ".notes"));
  }

  @BeforeEach
  void paint() throws IOException {
    data = TinyTraining.paint(folder.resolve("pictures"));
  }

  @AfterEach
  void endProcesses() {
    processes.forEach(Process::destroyForcibly);
  }

  private List<String> command(Path output, String verb) {
    return JavaCommand.likeThisOne(
        Main.class.getName(),
        List.of(folder.resolve("pictures").toString(), output.toString(), verb));
  }

  @Test
  void evaluation_ofASplitBetweenTwoGivesTheFiguresOfOneToTheLastBit() throws Exception {
    Path model =
        TinyTraining.builder(data, folder.resolve("trained"))
            .override("SOLVER.MAX_ITER", "2")
            .build()
            .train()
            .finalModel();
    Path alone = Files.createDirectories(folder.resolve("alone"));
    Path both = Files.createDirectories(folder.resolve("both"));
    // Without MODEL.WEIGHTS the newest checkpoint of the output folder is measured.
    Path checkpoint = model.resolveSibling("model_0000001.pth");
    Files.copy(checkpoint, alone.resolve(checkpoint.getFileName()));
    Files.copy(checkpoint, both.resolve(checkpoint.getFileName()));

    builder(data, alone).build().evaluate();
    LocalProcesses two =
        new LocalProcesses(command(both, "evaluate"), 2, Machines.onlyThis(), LONG);
    assertThat(two.run()).isZero();

    assertThat(notes(both).read()).isEqualTo(notes(alone).read()).containsKey("1bbox/AP");
    assertThat(both.resolve("inference/coco_instances_results.json"))
        .hasSameTextualContentAs(alone.resolve("inference/coco_instances_results.json"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void deathOfOne_endsTheOtherWithinHalfAMinuteAndSaysWhy(int killed) throws Exception {
    Path output = folder.resolve("output");
    for (int rank = 0; rank < 2; rank++) {
      start(rank, output);
    }
    awaitIterations(notes(output).file());
    processes.get(killed).destroyForcibly().waitFor();
    Process survivor = processes.get(1 - killed);
    assertThat(survivor.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).as("ended in time").isTrue();
    assertThat(survivor.exitValue()).isNotZero();
    assertThat(Files.readString(said(1 - killed), StandardCharsets.UTF_8))
        .contains("process %d of 2 lost the others in".formatted(1 - killed))
        .contains("no word from process " + killed)
        .contains("then start all again with --resume");
  }

  /** Starts a process as torchrun would, on its own: nobody ends it when the other dies. */
  private void start(int rank, Path output) throws IOException {
    MeetingPoint point = MeetingPoint.onThisMachine(folder.resolve("port"));
    ProcessBuilder builder = new ProcessBuilder(command(output, "train"));
    builder.environment().putAll(new Rendezvous(rank, 2, rank, point, LONG).environment());
    builder.environment().put("OMP_NUM_THREADS", "1");
    processes.add(builder.redirectErrorStream(true).redirectOutput(said(rank).toFile()).start());
  }

  private Path said(int rank) {
    return folder.resolve("said-by-" + rank);
  }

  private void awaitIterations(Path notes) throws Exception {
    while (!Files.exists(notes) || !Files.readString(notes).contains("\n3")) {
      for (Process process : processes) {
        assertThat(process.isAlive()).as("both train").isTrue();
      }
      Thread.sleep(50);
    }
  }
}
