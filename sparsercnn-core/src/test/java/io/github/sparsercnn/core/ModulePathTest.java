package io.github.sparsercnn.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.testing.ModulePathMain;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

/** The library as named modules, in a process of its own. */
class ModulePathTest {
  private static final List<String> TEST_LIBRARIES =
      List.of("junit", "jqwik", "assertj", "archunit", "mockito", "byte-buddy", "surefire");

  @Test
  void detector_isFoundAndRunsOnTheModulePath() throws Exception {
    String natives = "org.bytedeco.pytorch." + Loader.getPlatform().replace('-', '.');
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "--module-path",
                modulePath(),
                "--add-modules",
                "io.github.sparsercnn.core,"
                    + natives
                    + ","
                    + natives.replace("pytorch", "openblas")
                    + ","
                    + natives.replace("pytorch", "javacpp"),
                "--class-path",
                location(ModulePathMain.class),
                ModulePathMain.class.getName(),
                Goldens.path("checkpoints/model.safetensors").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output).contains("module io.github.sparsercnn.core found 8");
    assertThat(process.exitValue()).isZero();
  }

  private static String modulePath() {
    List<String> modules = new ArrayList<>();
    modules.add(location(LibTorchRuntime.class));
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar") || entry.contains("sparsercnn-api"))
        .filter(entry -> TEST_LIBRARIES.stream().noneMatch(entry::contains))
        .forEach(modules::add);
    return modules.stream().distinct().collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
  }
}
