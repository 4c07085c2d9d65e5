package io.github.sparsercnn.examples.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparsercnn.examples.bench.work.BenchModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run of benchmarks shares: its options, its folder, and Python if there is one. */
final class Bench implements AutoCloseable {
  /** Of other sizes than the pictures that are measured on. */
  private static final List<String> CALIBRATION =
      List.of("testcard:500x375", "testcard:375x500", "testcard:800x600");

  private final BenchOptions options;
  private final WorkFolder folder;
  private @Nullable Twin twin;
  private @Nullable PythonMissingException whyNoTwin;
  private int workers;

  private Bench(BenchOptions options, WorkFolder folder) {
    this.options = options;
    this.folder = folder;
  }

  /** Makes the folder and says on what machine it runs. */
  static Bench open(BenchOptions options) throws IOException {
    Bench bench = new Bench(options, options.workFolder());
    options.print(options.conditions());
    return bench;
  }

  BenchOptions options() {
    return options;
  }

  Path folder() {
    return folder.path();
  }

  /** Says something beside the rows. */
  void say(String line) {
    options.print(line);
  }

  /** The weights of a model, written on first use. */
  Path weights(BenchModel model) {
    return model.write(folder());
  }

  /**
   * The weights of a model with what int8 needs to know of it, written on first use.
   *
   * @throws SparseRcnnException if the model cannot be calibrated
   */
  Path calibratedWeights(BenchModel model) throws IOException, InterruptedException {
    Path file = folder().resolve(model.name() + "-int8.safetensors");
    if (!Files.exists(file)) {
      Path pictures = Files.createDirectories(folder().resolve("calibration"));
      for (String card : CALIBRATION) {
        TestCardFile.write(card, pictures.resolve(card.replace(':', '-') + ".png"));
      }
      options.progress(model.name() + " is calibrated for int8");
      List<String> command =
          CommandLineProgram.command(
              "convert",
              weights(model).toString(),
              file.toString(),
              "--int8",
              "--calibrate=" + pictures);
      new ChildProcess(command, environment(), log()).run();
    }
    return file;
  }

  /**
   * Python with the twin, made ready on first use.
   *
   * @throws PythonMissingException if there is none
   */
  Twin twin() throws InterruptedException {
    if (whyNoTwin != null) {
      throw whyNoTwin;
    }
    if (twin == null) {
      try {
        twin = Twin.open(options, folder());
      } catch (PythonMissingException e) {
        whyNoTwin = e;
        throw e;
      } catch (IOException e) {
        whyNoTwin = new PythonMissingException("cannot write its scripts: " + e.getMessage(), e);
        throw whyNoTwin;
      }
    }
    return twin;
  }

  /** Makes Python ready, if there is one, so that nothing is installed while something runs. */
  void prepareTwin() throws InterruptedException {
    try {
      twin();
    } catch (PythonMissingException e) {
      options.progress("no Python: " + e.getMessage()); // the rows say so, too
    }
  }

  /** Starts a worker of ours. */
  WorkerProgram ours(ObjectNode spec) {
    return WorkerProgram.start(
        CommandLineProgram.command("bench", "worker", spec.toString()), environment(), log());
  }

  /** Starts a worker of the twin. */
  WorkerProgram twin(ObjectNode spec) throws InterruptedException {
    return WorkerProgram.start(twin().command("worker.py", spec.toString()), environment(), log());
  }

  /** The same number of threads for all. */
  Map<String, String> environment() {
    String threads = Integer.toString(options.threads());
    return Map.of("OMP_NUM_THREADS", threads, "MKL_NUM_THREADS", threads);
  }

  private Path log() {
    return folder().resolve("worker" + workers++ + ".log");
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
