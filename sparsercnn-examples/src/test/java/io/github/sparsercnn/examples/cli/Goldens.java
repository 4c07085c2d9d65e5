package io.github.sparsercnn.examples.cli;

import java.nio.file.Path;

/** The golden files that the tests of the core come with. */
final class Goldens {
  private Goldens() {}

  static Path checkpoint(String name) {
    return file("checkpoints").resolve(name);
  }

  static Path file(String name) {
    return Path.of(System.getProperty("sparsercnn.root", ".."))
        .resolve("sparsercnn-core/src/test/resources/goldens")
        .resolve(name);
  }
}
