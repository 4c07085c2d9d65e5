package io.github.sparsercnn.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a benchmark keeps its files: a folder of the user's, or a temporary one that goes away. */
final class WorkFolder implements AutoCloseable {
  private final Path path;
  private final Optional<Thread> interrupted;

  private WorkFolder(Path path, boolean temporary) {
    this.path = path;
    interrupted = temporary ? Optional.of(new Thread(() -> removeWhatCan(path))) : Optional.empty();
    interrupted.ifPresent(Runtime.getRuntime()::addShutdownHook);
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
    if (interrupted.isPresent()) {
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted.get());
      } catch (IllegalStateException e) {
        return; // it is at work
      }
      remove(path);
    }
  }

  private static void remove(Path path) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(path)) {
      files = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /** Of a run that was stopped: its weights are large. */
  private static void removeWhatCan(Path path) {
    try {
      remove(path);
    } catch (IOException e) {
      // Nobody is left to tell.
    }
  }
}
