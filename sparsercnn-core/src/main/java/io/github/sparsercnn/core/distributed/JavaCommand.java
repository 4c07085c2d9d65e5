package io.github.sparsercnn.core.distributed;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command that starts another JVM like this one. */
public final class JavaCommand {
  /** A debugger's port can be opened once. */
  private static final String DEBUGGER = "-agentlib:jdwp";

  private JavaCommand() {}

  /**
   * A command with this JVM's executable, options and class path or module path.
   *
   * @param main the class to run; in the main module, if this JVM was started with one
   * @param arguments of the program
   * @return the command
   */
  public static List<String> likeThisOne(String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith(DEBUGGER))
        .forEach(command::add);
    addPath(command, "--module-path", "jdk.module.path");
    addPath(command, "--class-path", "java.class.path");
    @Nullable String module = System.getProperty("jdk.module.main");
    if (module == null) {
      command.add(main);
    } else {
      command.addAll(List.of("--module", module + "/" + main));
    }
    command.addAll(arguments);
    return List.copyOf(command);
  }

  private static void addPath(List<String> command, String option, String property) {
    @Nullable String path = System.getProperty(property);
    if (path != null && !path.isEmpty()) {
      command.addAll(List.of(option, path));
    }
  }
}
