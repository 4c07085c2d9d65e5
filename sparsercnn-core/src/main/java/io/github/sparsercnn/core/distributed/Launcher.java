package io.github.sparsercnn.core.distributed;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process that has started this one together with others. */
public final class Launcher {
  /** The variable that holds its process id. */
  static final String VARIABLE = "SPARSERCNN_LAUNCHER";

  private Launcher() {}

  /** {@return whether this process was started by {@link LocalProcesses}} */
  public static boolean isPresent(Map<String, String> environment) {
    return environment.containsKey(VARIABLE);
  }

  /**
   * Ends this JVM when its launcher has ended, even if that was killed and could not pass it on. To
   * be called once at the start; does nothing in a process that was not started by a launcher.
   *
   * @param environment of this process
   */
  public static void endWithIt(Map<String, String> environment) {
    @Nullable String id = environment.get(VARIABLE);
    if (id == null) {
      return;
    }
    Optional<ProcessHandle> launcher = ProcessHandle.of(Long.parseLong(id));
    Thread watch =
        new Thread(
            () -> {
              launcher.ifPresent(handle -> handle.onExit().join());
              System.exit(1);
            },
            "sparsercnn-launcher-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
