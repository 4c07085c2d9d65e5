package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {
  @TempDir private Path folder;

  private final List<String> announcements = new ArrayList<>();

  private PythonEnvironment environment(String python, String... packages) {
    return new PythonEnvironment(
        folder.resolve("cache"), python, List.of(packages), () -> announcements.add("now"));
  }

  @Test
  void absentPython_isNamed() {
    assertThatThrownBy(() -> environment("python-nowhere").interpreter())
        .isInstanceOf(PythonMissingException.class)
        .hasMessageStartingWith("there is no python-nowhere");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void packages_areInstalledOnce() throws Exception {
    FakePython python = new FakePython(folder, "[]");

    Path interpreter = environment(python.command(), "one==1", "two==2").interpreter();
    Path again = environment(python.command(), "one==1", "two==2").interpreter();

    assertThat(interpreter).isExecutable().startsWith(folder.resolve("cache")).isEqualTo(again);
    assertThat(python.calls())
        .filteredOn(call -> call.startsWith("-m pip install"))
        .hasSize(1)
        .allMatch(call -> call.endsWith(" one==1 two==2"));
    assertThat(announcements).hasSize(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void environmentThatIsGone_isMadeAgain() throws Exception {
    FakePython python = new FakePython(folder, "[]");
    Path interpreter = environment(python.command(), "one==1").interpreter();
    Files.delete(interpreter);

    assertThat(environment(python.command(), "one==1").interpreter()).isExecutable();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void otherVersions_areInstalledAnew() throws Exception {
    FakePython python = new FakePython(folder, "[]");

    environment(python.command(), "one==1").interpreter();
    environment(python.command(), "one==2").interpreter();

    assertThat(python.calls()).filteredOn(call -> call.startsWith("-m venv --clear")).hasSize(2);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void packagesThatCannotBeHad_areNamedAndTriedAgain() throws Exception {
    FakePython python = new FakePython(folder, "[]");

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> environment(python.command(), "broken==1").interpreter())
          .isInstanceOf(PythonMissingException.class)
          .hasMessageStartingWith("pip cannot install broken==1 (")
          .hasMessageContaining("no matching distribution for broken");
    }
    assertThat(python.calls()).filteredOn(call -> call.startsWith("-m pip install")).hasSize(2);
  }
}
