package io.github.sparsercnn.examples.cli;

import java.nio.file.Path;

/** The checkpoints that the tests of the core come with. */
final class Goldens {
  private Goldens() {}

  static Path checkpoint(String name) {
    return Path.of(System.getProperty("sparsercnn.root", ".."))
        .resolve("sparsercnn-core/src/test/resources/goldens/checkpoints")
        .resolve(name);
  }
}
