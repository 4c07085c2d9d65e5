package io.github.sparsercnn.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of pictures and weights that lies beside the repository and is never committed: {@code
 * SPARSERCNN_SHARED}, or {@code ../shared}.
 */
public final class SharedData {
  private SharedData() {}

  /** Whether a file or folder of it is there. */
  public static boolean has(String name) {
    return Files.exists(resolve(name));
  }

  /** A file or folder of it; skips the running test, by name, where it is absent. */
  public static Path require(String name) {
    Path path = resolve(name);
    assumeTrue(Files.exists(path), () -> "needs " + path + " (set SPARSERCNN_SHARED)");
    return path;
  }

  private static Path resolve(String name) {
    String folder = System.getenv("SPARSERCNN_SHARED");
    Path shared =
        folder == null
            ? Path.of(System.getProperty("sparsercnn.root", "..")).resolveSibling("shared")
            : Path.of(folder);
    return shared.resolve(name);
  }
}
