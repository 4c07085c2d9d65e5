package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.ParseResult;

/** {@code docs/recipes/kubernetes-job.yaml}, with pods that are processes of this machine. */
@Timeout(1200)
@DisabledOnOs(OS.WINDOWS)
class KubernetesRecipeTest {
  private static final String MEETING = "tcp://sparsercnn-0.sparsercnn:29500";

  @TempDir private Path folder;
  private RecipeGround ground;
  private JsonNode service;
  private JsonNode job;
  private JsonNode pod;

  @BeforeEach
  void read() throws IOException {
    ground = new RecipeGround(folder);
    List<JsonNode> objects = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(RecipeGround.recipe("kubernetes-job.yaml"))) {
      new Yaml()
          .loadAll(reader)
          .forEach(object -> objects.add(new ObjectMapper().valueToTree(object)));
    }
    service = objects.get(0);
    job = objects.get(1);
    pod = job.at("/spec/template/spec");
  }

  private JsonNode container() {
    return pod.at("/containers/0");
  }

  /** The container's command line in the pod of an index. */
  private List<String> words(int index) {
    List<String> words = new ArrayList<>();
    container().get("command").forEach(word -> words.add(word.asText()));
    container().get("args").forEach(word -> words.add(word.asText()));
    words.replaceAll(word -> word.replace("$(JOB_COMPLETION_INDEX)", Integer.toString(index)));
    return words;
  }

  @Test
  void everyPod_getsOptionsThatExist() {
    for (int index = 0; index < 2; index++) {
      List<String> words = words(index);
      ParseResult train =
          Main.commandLine(builder -> new FakeDetector())
              .parseArgs(words.subList(1, words.size()).toArray(String[]::new))
              .subcommand();
      assertThat(train.commandSpec().name()).isEqualTo("train");
      assertThat(train.<Integer>matchedOptionValue("--machine-rank", -1)).isEqualTo(index);
      assertThat(train.<Integer>matchedOptionValue("--num-machines", 0))
          .isEqualTo(job.at("/spec/completions").asInt())
          .isEqualTo(job.at("/spec/parallelism").asInt());
      assertThat(train.<String>matchedOptionValue("--dist-url", "")).isEqualTo(MEETING);
      assertThat(train.hasMatchedOption("--resume")).isTrue();
    }
  }

  @Test
  void pods_findTheFirstOneByTheNameOfTheService() {
    String name = job.at("/metadata/name").asText();
    String domain = service.at("/metadata/name").asText();
    int port = service.at("/spec/ports/0/port").asInt();
    assertThat(MEETING).isEqualTo("tcp://" + name + "-0." + domain + ":" + port);
    assertThat(pod.get("subdomain").asText()).isEqualTo(domain);
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/selector/job-name").asText()).isEqualTo(name);
    assertThat(job.at("/spec/completionMode").asText()).isEqualTo("Indexed");
  }

  @Test
  void deadPods_areReplacedAndEvictionsDoNotCount() {
    assertThat(job.at("/spec/backoffLimitPerIndex").asInt()).isPositive();
    assertThat(pod.get("restartPolicy").asText()).isEqualTo("Never"); // the policy demands it
    JsonNode rules = job.at("/spec/podFailurePolicy/rules");
    assertThat(rules.at("/0/onExitCodes/containerName")).isEqualTo(container().get("name"));
    assertThat(rules.at("/0/onExitCodes/values/0").asInt())
        .isEqualTo(picocli.CommandLine.ExitCode.USAGE);
    assertThat(rules.at("/1/onPodConditions/0/type").asText()).isEqualTo("DisruptionTarget");
    List<String> volumes = new ArrayList<>();
    pod.get("volumes").forEach(volume -> volumes.add(volume.get("name").asText()));
    container()
        .get("volumeMounts")
        .forEach(mount -> assertThat(volumes).contains(mount.get("name").asText()));
  }

  @Test
  @Tag("slow")
  void pods_trainTogetherAndGoOnWhenTheyAreStartedAgain() throws Exception {
    ground.draw();
    ground.plan(2);
    assertThat(runPods("first")).as(said("first")).isZero();
    assertThat(said("first")).contains("connected to 1 peer ranks");
    ground.plan(4);
    assertThat(runPods("second")).as(said("second")).isZero();
    assertThat(ground.log()).contains("Starting training from iteration 2");
    assertThat(ground.output().resolve("model_0000003.pth")).exists();
  }

  private String said(String run) throws IOException {
    return RecipeGround.text(folder.resolve(run + "-0"))
        + RecipeGround.text(folder.resolve(run + "-1"));
  }

  /** Starts both pods; returns the worst exit code. */
  private int runPods(String run) throws Exception {
    Path program = ground.sparsercnn();
    int port =
        IntStream.range(29_500, 32_000).filter(RecipeGround::isFree).findFirst().orElseThrow();
    List<Process> pods = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      List<String> words = words(index);
      words.set(0, program.toString());
      words.replaceAll(word -> word.replace("=/data/", "=" + folder + "/"));
      words.replaceAll(word -> word.replace(MEETING, "tcp://127.0.0.1:" + port));
      ProcessBuilder builder = new ProcessBuilder(words);
      for (JsonNode variable : container().get("env")) {
        builder
            .environment()
            .put(
                variable.get("name").asText(),
                variable.get("value").asText().replace("=/cache", "=" + RecipeGround.cache()));
      }
      pods.add(ground.start(builder, folder.resolve(run + "-" + index)));
    }
    int worst = 0;
    for (Process pod : pods) {
      assertThat(pod.waitFor(10, TimeUnit.MINUTES)).isTrue();
      worst = Math.max(worst, pod.exitValue());
    }
    return worst;
  }
}
