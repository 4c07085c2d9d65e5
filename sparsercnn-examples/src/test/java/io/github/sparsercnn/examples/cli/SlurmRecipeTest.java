package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** {@code docs/recipes/slurm.sbatch}, with a Slurm whose nodes are processes of this machine. */
@Timeout(1200)
@DisabledOnOs(OS.WINDOWS)
class SlurmRecipeTest {
  /** The recipe's ports: this one and that many after it. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;

  private static final String SRUN =
      """
      while [[ $1 == --* ]]; do shift; done
      for ((node = 0; node < SLURM_NNODES; node++)); do
        SLURM_NODEID=$node SLURM_PROCID=$node SLURM_LOCALID=0 "$@" &
      done
      status=0
      for job in $(jobs -p); do wait "$job" || status=$?; done
      exit $status
      """;

  private static final String SCONTROL =
      """
      case $1 in
        show) echo 127.0.0.1; echo 127.0.0.1 ;;
        *) echo "$@" >>requests ;;
      esac
      """;

  /** Keeps its words, one a line, and the options of the JVM. */
  private static final String RECORDER =
      """
      printf '%s\\n' "$@" >"words-$SLURM_NODEID"
      echo "$SPARSERCNN_JAVA_OPTS" >options
      exit ${STATUS:-0}
      """;

  @TempDir private Path folder;
  private RecipeGround ground;

  @BeforeEach
  void install() throws IOException {
    ground = new RecipeGround(folder);
    ground.program("srun", SRUN);
    ground.program("scontrol", SCONTROL);
  }

  /** Runs the recipe as Slurm does; returns its exit code. */
  private int sbatch(int nodes, int job, int status, Path said, String... words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", RecipeGround.recipe("slurm.sbatch").toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("SPARSERCNN", folder.resolve("bin/sparsercnn").toString());
    builder.environment().put("SPARSERCNN_JAVA_OPTS", "-Xmx512m");
    builder.environment().put("SLURM_NNODES", Integer.toString(nodes));
    builder.environment().put("SLURM_JOB_ID", Integer.toString(job));
    builder.environment().put("SLURM_JOB_NODELIST", "node[1-2]");
    builder.environment().put("TMPDIR", folder.toString());
    builder.environment().put("STATUS", Integer.toString(status));
    Process process = ground.start(builder, said);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private int record(int status) throws Exception {
    ground.program("sparsercnn", RECORDER);
    return sbatch(
        2,
        31_234,
        status,
        folder.resolve("said"),
        "--config-file",
        "my.yaml",
        "SOLVER.MAX_ITER",
        "9");
  }

  @Test
  void everyMachine_getsOptionsThatExist() throws Exception {
    assertThat(record(0)).as(RecipeGround.text(folder.resolve("said"))).isZero();
    for (int node = 0; node < 2; node++) {
      List<String> words = Files.readAllLines(folder.resolve("words-" + node));
      ParseResult train = parse(words).subcommand();
      assertThat(train.commandSpec().name()).isEqualTo("train");
      assertThat(train.<Integer>matchedOptionValue("--num-machines", 0)).isEqualTo(2);
      assertThat(train.<Integer>matchedOptionValue("--machine-rank", -1)).isEqualTo(node);
      assertThat(train.<String>matchedOptionValue("--dist-url", ""))
          .isEqualTo("tcp://127.0.0.1:21234");
      assertThat(train.hasMatchedOption("--resume")).isTrue();
      assertThat(train.<List<String>>matchedPositionalValue(0, List.of()))
          .containsExactly("SOLVER.MAX_ITER", "9");
    }
    assertThat(folder.resolve("options"))
        .hasContent("-Xmx512m -Dorg.bytedeco.javacpp.cachedir=" + folder + "/javacpp-31234");
  }

  private static ParseResult parse(List<String> words) {
    CommandLine commandLine = Main.commandLine(builder -> new FakeDetector());
    return commandLine.parseArgs(words.toArray(String[]::new));
  }

  @Test
  void endOfTheTime_isFollowedByAnotherTryAndFailureIsNot() throws Exception {
    assertThat(record(1)).isEqualTo(1);
    assertThat(folder.resolve("requests")).doesNotExist();
    assertThat(record(143)).isEqualTo(143);
    assertThat(folder.resolve("requests")).hasContent("requeue 31234");
  }

  @Test
  @Tag("slow")
  void job_trainsOnTwoMachinesAndGoesOnOnOne() throws Exception {
    ground.sparsercnn();
    ground.draw();
    int job =
        IntStream.range(0, PORTS)
            .filter(port -> RecipeGround.isFree(FIRST_PORT + port))
            .findFirst()
            .orElseThrow();
    Path first = folder.resolve("first");
    ground.plan(2);
    assertThat(train(2, job, first)).as(RecipeGround.text(first)).isZero();
    assertThat(RecipeGround.text(first)).contains("connected to 1 peer ranks");
    assertThat(ground.output().resolve("model_final.pth")).exists();
    assertThat(folder.resolve("javacpp-" + job)).doesNotExist();

    Path second = folder.resolve("second");
    ground.plan(4);
    assertThat(train(1, job, second)).as(RecipeGround.text(second)).isZero();
    assertThat(ground.log()).contains("Starting training from iteration 2");
    assertThat(ground.output().resolve("model_0000003.pth")).exists();
  }

  private int train(int nodes, int job, Path said) throws Exception {
    Files.createSymbolicLink(folder.resolve("javacpp-" + job), RecipeGround.cache());
    return sbatch(
        nodes,
        job,
        0,
        said,
        "--config-file",
        ground.config().toString(),
        "--dataset",
        ground.pictures().toString(),
        "--output",
        ground.output().toString());
  }
}
