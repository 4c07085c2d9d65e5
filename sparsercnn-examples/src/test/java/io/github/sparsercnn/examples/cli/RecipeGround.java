package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.examples.smear.SmearDataset;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder in which the recipes of {@code docs/recipes} can be run: with programs of the cluster's
 * names, a few drawn smears and a tiny network.
 *
 * @param folder an empty one
 */
record RecipeGround(Path folder) {
  private static final int SMEARS = 6;

  /** A network as small as it gets. */
  private static final String TINY =
      """
      _BASE_: Base-SparseRCNN.yaml
      MODEL:
        WEIGHTS: ""
        SparseRCNN:
          NUM_CLASSES: 3
          NUM_PROPOSALS: 10
          NUM_HEADS: 1
          HIDDEN_DIM: 16
          DIM_DYNAMIC: 4
          DIM_FEEDFORWARD: 16
        FPN:
          OUT_CHANNELS: 16
        RESNETS:
          STEM_OUT_CHANNELS: 4
          RES2_OUT_CHANNELS: 8
          WIDTH_PER_GROUP: 2
      INPUT:
        MIN_SIZE_TRAIN: [64]
        MIN_SIZE_TEST: 64
      SOLVER:
        IMS_PER_BATCH: 2
        BASE_LR: 0.00001
        MAX_ITER: %d
      TEST:
        EVAL_PERIOD: 0
      """;

  static Path recipe(String name) {
    return Path.of(System.getProperty("sparsercnn.root", ".."))
        .toAbsolutePath()
        .resolve("docs/recipes")
        .resolve(name);
  }

  /** Where this machine keeps LibTorch, so that it need not be unpacked once more. */
  static Path cache() {
    return Optional.ofNullable(System.getProperty("org.bytedeco.javacpp.cachedir"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
  }

  Path pictures() {
    return folder.resolve("pictures");
  }

  Path config() {
    return folder.resolve("my.yaml");
  }

  Path output() {
    return folder.resolve("my-model");
  }

  /** What the run tells in its output folder. */
  String log() throws IOException {
    return Files.readString(output().resolve("log.txt"));
  }

  void draw() throws IOException {
    new SmearDataset(new SmearGenerator()).write(pictures(), 1, SMEARS);
  }

  /** Writes the config: a training of so many iterations. */
  void plan(int iterations) throws IOException {
    Files.writeString(config(), TINY.formatted(iterations));
  }

  /** A program {@code sparsercnn} that runs these classes. */
  Path sparsercnn() throws IOException {
    return program(
        "sparsercnn",
        "exec '%s' $SPARSERCNN_JAVA_OPTS -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\""
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Main.class.getName()));
  }

  /** A program of the folder {@code bin}. */
  Path program(String name, String script) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(program, "#!/bin/bash\n" + script + "\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
    return program;
  }

  /** Starts a program; what it says goes to a file. */
  Process start(ProcessBuilder builder, Path said) throws IOException {
    builder.environment().put("SPARSERCNN_TIMEOUT_SECONDS", "600");
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  static String text(Path said) throws IOException {
    return Files.readString(said, StandardCharsets.UTF_8);
  }

  /** Whether a port of this machine can be taken. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
