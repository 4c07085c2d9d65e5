package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.stream.Stream;

/** A folder that a dataset is written into, file by file. Not thread-safe. */
final class OutputFolder {
  private final Path folder;

  /**
   * Makes the folder.
   *
   * @param existing whether it may hold something already
   * @throws DatasetException if it does and may not, or cannot be made
   */
  OutputFolder(Path folder, ExistingFiles existing) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      if (existing == ExistingFiles.KEEP && holdsSomething()) {
        throw new DatasetException(
            folder
                + ": the folder is not empty; name a new one, or overwrite its files (--overwrite)");
      }
    } catch (IOException e) {
      throw notWritten(folder, e);
    }
  }

  private boolean holdsSomething() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  /** Writes a text file. */
  void write(String name, String text) {
    Path file = folder.resolve(name);
    try {
      makeParents(file);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw notWritten(file, e);
    }
  }

  /** Copies a picture. */
  void copy(Path picture, String name) {
    Path file = folder.resolve(name);
    try {
      makeParents(file);
      Files.copy(picture, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DatasetException(
          picture + ": cannot be copied to " + file + ": " + e.getMessage(), e);
    }
  }

  private static void makeParents(Path file) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
  }

  private static DatasetException notWritten(Path file, IOException e) {
    return new DatasetException(file + ": cannot be written: " + e.getMessage(), e);
  }

  /**
   * The classes of all splits.
   *
   * @throws DatasetException if they differ
   * @throws IllegalArgumentException if there are no splits
   */
  static Categories commonCategories(Collection<Dataset> splits) {
    Dataset first =
        splits.stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no datasets to write"));
    for (Dataset split : splits) {
      if (!split.categories().equals(first.categories())) {
        throw new DatasetException(
            split.name() + " and " + first.name() + " have different classes");
      }
    }
    return first.categories();
  }
}
