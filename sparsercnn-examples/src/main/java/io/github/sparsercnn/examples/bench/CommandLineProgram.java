package io.github.sparsercnn.examples.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to start this project's command line as a process, as a user would. */
final class CommandLineProgram {
  /** Set by the launcher script: its own path. */
  static final String LAUNCHER = "sparsercnn.launcher";

  private static final String MAIN = "io.github.sparsercnn.examples.cli.Main";

  private CommandLineProgram() {}

  /**
   * The command of a verb: the launcher script if this process was started by it, else this
   * process's Java and class path.
   *
   * @param arguments the verb, its options and arguments
   */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    @Nullable String launcher = System.getProperty(LAUNCHER);
    if (launcher != null) {
      command.add(launcher);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    }
    command.addAll(List.of(arguments));
    return command;
  }
}
