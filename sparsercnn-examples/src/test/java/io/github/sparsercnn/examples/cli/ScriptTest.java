package io.github.sparsercnn.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code sparsercnn}, with a Java that only says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class ScriptTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("sparsercnn.root", "..")).resolve("sparsercnn");

  @TempDir private Path root;

  /** A project that has been built. */
  @BeforeEach
  void build() throws IOException {
    root = root.toRealPath();
    Files.copy(SCRIPT, root.resolve("sparsercnn"));
    Files.createFile(root.resolve("pom.xml"));
    for (String module : List.of("api", "core", "examples")) {
      Path folder = Files.createDirectories(root.resolve("sparsercnn-" + module));
      Files.createFile(folder.resolve("pom.xml"));
      Files.createDirectories(folder.resolve("src/main"));
    }
    Path target = Files.createDirectories(root.resolve("sparsercnn-examples/target"));
    Files.createFile(root.resolve("a.jar"));
    Files.writeString(target.resolve("class-path.txt"), root.resolve("a.jar").toString());
    Files.createFile(target.resolve("command-line.built"));
    Path java = Files.createDirectories(root.resolve("bin")).resolve("java");
    write(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
  }

  private static void write(Path script, String text) throws IOException {
    Files.writeString(script, text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private String run(int status, String classPath) throws Exception {
    return run(status, classPath, Map.of(), List.of("info", "a file"));
  }

  private String run(
      int status, String classPath, Map<String, String> environment, List<String> words)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", root.resolve("sparsercnn").toString()));
    command.addAll(words);
    ProcessBuilder script = new ProcessBuilder(command).redirectErrorStream(true);
    script.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
    script.environment().putAll(environment);
    script.environment().put("JAVA_HOME", root.toString());
    script.environment().merge("PATH", root + "/bin:", (path, bin) -> bin + path);
    script.environment().put("SPARSERCNN_CLASSPATH", classPath);
    Process process = script.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(status);
    return output;
  }

  @Test
  void classPath_endsWithTheUsersOwn() throws Exception {
    String usual = root.resolve("sparsercnn-examples/target/classes") + ":" + root + "/a.jar\n";
    assertThat(run(0, "")).contains("\n" + usual).endsWith("cli.Main\ninfo\na file\n");
    Path mine = Files.createFile(root.resolve("my proposals.jar"));
    assertThat(run(0, mine + ":" + root + "/*"))
        .contains(usual.trim() + ":" + mine + ":" + root + "/*\n");
  }

  @Test
  void freedMemory_isKeptButForServersAndCounterparts() throws Exception {
    write(root.resolve("bin/java"), "#!/bin/sh\nenv | grep ^MALLOC_ | sort\ntrue\n");
    String kept =
        """
        MALLOC_ARENA_MAX=1
        MALLOC_MMAP_THRESHOLD_=83886080
        MALLOC_TRIM_THRESHOLD_=268435456
        """;
    Map<String, String> nothing = Map.of();
    assertThat(run(0, "", nothing, List.of("predict", "a.jpg"))).isEqualTo(kept);
    assertThat(run(0, "", nothing, List.of("bench", "worker", "{}"))).isEqualTo(kept);
    assertThat(run(0, "", nothing, List.of())).isEqualTo(kept);
    assertThat(run(0, "", nothing, List.of("bench", "predict"))).isEmpty();
    assertThat(run(0, "", nothing, List.of("serve"))).isEqualTo("MALLOC_MMAP_THRESHOLD_=1048576\n");
    assertThat(run(0, "", Map.of("MALLOC_ARENA_MAX", "4"), List.of("predict", "a.jpg")))
        .startsWith("MALLOC_ARENA_MAX=4\n");
  }

  /** Java that keeps an archive where it is told to, and a build that makes the jar. */
  private void buildAnew(String archiving) throws IOException {
    Path target = root.resolve("sparsercnn-examples/target");
    Files.delete(target.resolve("command-line.built"));
    write(root.resolve("bin/mvn"), "#!/bin/sh\ntouch '" + target + "/sparsercnn-examples-1.jar'\n");
    write(
        root.resolve("bin/java"),
        """
        #!/bin/sh
        for word; do
          case $word in
            -XX:ArchiveClassesAtExit=*) ARCHIVING ;;
          esac
          printf '%s\n' "$word"
        done
        """
            .replace("ARCHIVING", archiving));
    Files.writeString(root.resolve("release"), "JAVA_VERSION=17");
  }

  @Test
  void build_leavesAnArchiveOfClassesForThisJava() throws Exception {
    buildAnew("echo kept >\"${word#*=}\"");

    String first = run(0, "");
    String second = run(0, "");

    assertThat(first)
        .contains("building", "\n-XX:SharedArchiveFile=" + root + "/sparsercnn-examples/target/")
        .contains("/sparsercnn-examples-1.jar:" + root + "/a.jar\n")
        .doesNotContain("ArchiveClassesAtExit");
    assertThat(second).contains("-XX:SharedArchiveFile=").doesNotContain("building");
    assertThat(root.resolve("sparsercnn-examples/target"))
        .isDirectoryContaining("glob:**/classes-*.jsa")
        .isDirectoryNotContaining("glob:**/archive.*");

    Files.writeString(root.resolve("release"), "JAVA_VERSION=25");
    assertThat(run(0, "")).as("another Java").doesNotContain("SharedArchiveFile");
  }

  @Test
  void archiveThatCannotBeMade_isDoneWithout() throws Exception {
    buildAnew("exit 3");

    assertThat(run(0, "")).doesNotContain("SharedArchiveFile").endsWith("cli.Main\ninfo\na file\n");
    assertThat(root.resolve("sparsercnn-examples/target"))
        .isDirectoryNotContaining("glob:**/archive.*");
  }

  @Test
  void classPath_ofWhatDoesNotExistIsRefused() throws Exception {
    assertThat(run(1, root + "/absent.jar"))
        .isEqualTo(
            "sparsercnn: SPARSERCNN_CLASSPATH names "
                + root
                + "/absent.jar, which does not exist\n");
  }
}
