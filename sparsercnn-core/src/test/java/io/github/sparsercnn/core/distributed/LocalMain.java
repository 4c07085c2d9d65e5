package io.github.sparsercnn.core.distributed;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process without LibTorch that behaves as its arguments say. */
public final class LocalMain {
  private static final long FOR_EVER = 300_000;

  private LocalMain() {}

  /** The behaviour of both, or of the first and the second process; then what it needs. */
  public static void main(String[] args) throws Exception {
    Map<String, String> environment = System.getenv();
    Launcher.endWithIt(environment);
    boolean first = environment.getOrDefault("RANK", "0").equals("0");
    switch (args[0]) {
      case "tell" -> tell(environment);
      case "second-fails" -> {
        if (first) {
          Thread.sleep(FOR_EVER);
        }
        fail("no such picture: a.jpg", 3);
      }
      case "both-fail" -> fail("no such file: my.yaml", 4);
      case "first-suffers" -> {
        if (first) {
          fail("process 0 of 2 " + TorchProcessGroup.LOST + " in sum", 1);
        }
        Thread.sleep(1000);
        fail("no such picture: a.jpg", 5);
      }
      case "sleep" -> {
        Files.writeString(
            Path.of(args[1]).resolve("pid" + environment.get("RANK")),
            Long.toString(ProcessHandle.current().pid()));
        Thread.sleep(FOR_EVER);
      }
      case "launch-sleepers" ->
          System.exit(processes("sleep", args[1]).run(Redirect.DISCARD, System.err));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  static LocalProcesses processes(String... arguments) {
    return new LocalProcesses(
        JavaCommand.likeThisOne(LocalMain.class.getName(), List.of(arguments)),
        2,
        Machines.onlyThis(),
        Duration.ofSeconds(77));
  }

  private static void tell(Map<String, String> environment) {
    System.err.println("warning of process " + environment.get("RANK"));
    System.out.print(
        List.of(
            environment.get("RANK"),
            environment.get("WORLD_SIZE"),
            environment.get("LOCAL_RANK"),
            environment.get("MASTER_ADDR"),
            environment.get("MASTER_PORT"),
            environment.get("SPARSERCNN_TIMEOUT_SECONDS"),
            environment.get("OMP_NUM_THREADS"),
            Launcher.isPresent(environment)));
  }

  private static void fail(String message, int code) {
    System.err.println(message);
    System.exit(code);
  }
}
