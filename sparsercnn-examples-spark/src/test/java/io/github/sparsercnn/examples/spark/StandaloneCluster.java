package io.github.sparsercnn.examples.spark;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A Spark cluster of this machine: a master and workers, each a process, whose SPARK_HOME holds
 * Spark's jars and nothing of ours. Closing ends them and what they started.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER_URL =
      Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
  private static final int SECONDS_TO_END = 20;

  private final Path folder;
  private final Path home;
  private final List<DaemonLog> daemons = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private String url = "";

  /** Starts a master and workers of one core each. */
  StandaloneCluster(Path folder, int workerCount) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    home = sparkHome(folder.resolve("spark-home"));
    try {
      DaemonLog master =
          start(
              "master",
              "org.apache.spark.deploy.master.Master",
              List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
      url = master.await(MASTER_URL).group(1);
      for (int i = 1; i <= workerCount; i++) {
        startWorker("worker" + i);
      }
      for (DaemonLog daemon : daemons.subList(1, daemons.size())) {
        daemon.await(REGISTERED);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void startWorker(String name) throws IOException {
    List<String> arguments =
        List.of(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve(name).toString(),
            url);
    workers.add(start(name, "org.apache.spark.deploy.worker.Worker", arguments).process());
  }

  private static Path sparkHome(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    String list =
        Files.readString(
            Path.of(System.getProperty("spark.class.path.file")), StandardCharsets.UTF_8);
    for (String jar : list.strip().split(File.pathSeparator, -1)) {
      Path file = Path.of(jar);
      Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
    }
    return home;
  }

  /** Submits a job, whose driver runs in a process of its own. */
  DaemonLog submit(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("--master", url));
    words.addAll(arguments);
    return start("driver", "org.apache.spark.deploy.SparkSubmit", words);
  }

  /** The processes of executors that a worker, counted from 0, runs now. */
  List<ProcessHandle> executors(int worker) {
    return workers.get(worker).children().toList();
  }

  private DaemonLog start(String name, String main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Dspark.master.rest.enabled=false",
            "-cp",
            home.resolve("jars") + "/*",
            main));
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1"));
    DaemonLog daemon = new DaemonLog(builder.start(), log);
    daemons.add(daemon);
    return daemon;
  }

  @Override
  public void close() {
    for (int i = daemons.size() - 1; i >= 0; i--) {
      Process process = daemons.get(i).process();
      List<ProcessHandle> started = process.descendants().toList();
      process.destroy();
      try {
        process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
