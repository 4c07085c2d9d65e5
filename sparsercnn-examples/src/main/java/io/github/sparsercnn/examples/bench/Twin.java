package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The counterpart in Python: a plain eager PyTorch port of network, losses and optimizer, operator
 * for operator what the official code runs, and what else is compared with.
 *
 * @param python its interpreter
 * @param scripts the folder that its scripts were copied to
 */
record Twin(Path python, Path scripts) {
  private static final List<String> SCRIPTS =
      List.of(
          "formula.py", "network.py", "loss.py", "jobs.py", "worker.py", "first.py", "check.py");

  private static final String FOLDER = "twin/";
  private static final String SIZE =
      "PyTorch and others, about 7.5 GB on disk with their CUDA parts, 3 GB to load, 5 to 20 minutes";

  /**
   * What pip installs. PyTorch is of the version that this project's LibTorch has; on Linux the
   * package registry's comes with CUDA, which makes most of the size.
   */
  private static final List<String> REQUIREMENTS =
      List.of(
          "torch==2.10.0",
          "torchvision==0.25.0",
          "numpy==2.2.6; python_version < '3.11'",
          "numpy==2.4.6; python_version >= '3.11'",
          "scipy==1.15.3; python_version < '3.11'",
          "scipy==1.17.1; python_version >= '3.11'",
          "pillow==12.3.0; python_version < '3.11'",
          "pillow==13.0.0; python_version >= '3.11'",
          "openvino==2026.4.1",
          "onnx==1.23.2",
          "onnxruntime==1.32.0; python_version >= '3.11'",
          "onnxruntime==1.23.2; python_version < '3.11'");

  /**
   * Gets Python ready, which installs its packages on first use.
   *
   * @param options say which Python
   * @param folder takes the scripts
   * @throws PythonMissingException if there is no Python, or the packages cannot be installed
   */
  static Twin open(BenchOptions options, Path folder) throws IOException, InterruptedException {
    Path python = options.python("twin", REQUIREMENTS, SIZE).interpreter();
    Path scripts = Files.createDirectories(folder.resolve("twin"));
    for (String script : SCRIPTS) {
      try (InputStream resource =
          Objects.requireNonNull(Twin.class.getResourceAsStream(FOLDER + script), script)) {
        Files.copy(resource, scripts.resolve(script), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return new Twin(python, scripts);
  }

  /** The command of one of its scripts. */
  List<String> command(String script, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(python.toString(), "-B", scripts.resolve(script).toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
