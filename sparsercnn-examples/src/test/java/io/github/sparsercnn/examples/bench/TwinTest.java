package io.github.sparsercnn.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sparsercnn.SparseRcnnException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python twin against numbers of the official code, where Python has what it needs. */
class TwinTest {
  private static final String PYTHON =
      Objects.requireNonNullElse(System.getenv("SPARSERCNN_PYTHON"), "python3");
  private static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1");

  @TempDir private Path folder;

  private ChildProcess python(String... arguments) {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-B"));
    command.addAll(List.of(arguments));
    return new ChildProcess(command, ONE_THREAD, folder.resolve("log"));
  }

  private boolean hasPackages() throws InterruptedException {
    try {
      python("-c", "import torch, torchvision, scipy, PIL").run();
      return true;
    } catch (SparseRcnnException e) {
      return false;
    }
  }

  @Test
  void twin_answersAndLearnsAsTheOfficialCode() throws Exception {
    assumeTrue(
        hasPackages(),
        () -> PYTHON + " has no torch, torchvision, scipy and PIL; set SPARSERCNN_PYTHON");
    Path script =
        Path.of(
            Objects.requireNonNull(Twin.class.getResource("twin/check.py"), "check.py").toURI());
    Path goldens =
        Path.of(System.getProperty("sparsercnn.root", ".."))
            .resolve("sparsercnn-core/src/test/resources/goldens");

    ChildProcess check =
        python(script.toString(), goldens.toString(), "forward/tiny_batch2", "train/tiny_adamw");
    check.run();

    assertThat(check.output()).contains("forward/tiny_batch2: within", "train/tiny_adamw: within");
  }
}
