package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a benchmark keeps its files: a folder of the user's, or a temporary one that goes away. */
final class WorkFolder implements AutoCloseable {
  private final Path path;
  private final boolean temporary;

  private WorkFolder(Path path, boolean temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Makes the folder.
   *
   * @param chosen the user's, or null for a temporary one
   */
  static WorkFolder open(@Nullable Path chosen) throws IOException {
    return chosen == null
        ? new WorkFolder(Files.createTempDirectory("sparsercnn-bench-"), true)
        : new WorkFolder(Files.createDirectories(chosen), false);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      List<Path> files;
      try (Stream<Path> tree = Files.walk(path)) {
        files = tree.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
