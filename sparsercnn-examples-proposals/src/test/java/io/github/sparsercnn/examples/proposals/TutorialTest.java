package io.github.sparsercnn.examples.proposals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.examples.proposals.modulepath.ModulePathMain;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/proposals.md} shows is what is compiled, and works as it says. */
class TutorialTest {
  private static final Path ROOT = Path.of(System.getProperty("sparsercnn.root", ".."));
  private static final Path MODULE = ROOT.resolve("sparsercnn-examples-proposals");
  private static final int FEW_LINES = 60;
  private static final List<String> TEST_LIBRARIES =
      List.of(
          "junit", "assertj", "opentest4j", "apiguardian", "byte-buddy", "surefire", "-tests.jar");

  @TempDir private Path folder;

  /** The blocks between fences of that language in the tutorial. */
  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(ROOT.resolve("docs/proposals.md"))) {
      if (block == null && line.equals("```" + language)) {
        block = new StringBuilder();
      } else if (block != null && line.equals("```")) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  @Test
  void tutorial_showsTheSourceInFewLines() throws IOException {
    Path source =
        MODULE.resolve(
            "src/main/java/io/github/sparsercnn/examples/proposals/BrightestProposals.java");
    assertThat(blocks("java")).contains(Files.readString(source));
    assertThat(Files.readAllLines(source)).hasSizeLessThan(FEW_LINES);
  }

  @Test
  void tutorial_showsTheModuleAndTheTest() throws IOException {
    String module = Files.readString(MODULE.resolve("src/main/java/module-info.java"));
    assertThat(blocks("java"))
        .anyMatch(block -> block.startsWith("module ") && module.endsWith(block))
        .anyMatch(block -> block.contains("extends ProposalInitializerContract"));
  }

  @Test
  void modulePath_hasTheExampleByName() throws Exception {
    String natives = "org.bytedeco.pytorch." + Loader.getPlatform().replace('-', '.');
    String output =
        run(
            "--module-path",
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") || entry.contains("classes"))
                .filter(entry -> !entry.contains("test") && !entry.contains("examples/"))
                .filter(entry -> TEST_LIBRARIES.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator)),
            "--add-modules",
            String.join(
                ",",
                BrightestProposals.class.getPackageName(),
                natives,
                natives.replace("pytorch", "openblas"),
                natives.replace("pytorch", "javacpp")),
            "--class-path",
            new File(
                    ModulePathMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .getPath(),
            ModulePathMain.class.getName(),
            ROOT.resolve(
                    "sparsercnn-examples/src/main/resources/io/github/sparsercnn/examples/model")
                .resolve("bccd_sparsercnn.safetensors")
                .toString());
    assertThat(output).contains("MODEL.SparseRCNN.PROPOSALS=brightest", "found ");
  }

  /** In a process of its own, whose class path is all that connects the two. */
  @Test
  void commandLine_findsTheExampleByName() throws Exception {
    Path picture = folder.resolve("smear.png");
    String output =
        run(
            "-cp",
            System.getProperty("java.class.path"),
            "io.github.sparsercnn.examples.cli.Main",
            "demo",
            "--output",
            picture.toString(),
            "--confidence-threshold",
            "0.5",
            "--opts",
            "MODEL.SparseRCNN.PROPOSALS",
            "brightest");
    assertThat(output).contains("RBC", "drawn to " + picture);
  }

  private static String run(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
