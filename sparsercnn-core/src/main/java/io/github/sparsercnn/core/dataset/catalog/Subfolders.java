package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What lies in a folder, in the order of the names; hidden files and folders are left out. */
final class Subfolders {
  private static final String HIDDEN = ".";

  /** Operating systems and archives leave this behind. */
  private static final String MAC_ARCHIVE = "__MACOSX";

  private Subfolders() {}

  /**
   * Everything right in a folder.
   *
   * @throws DatasetException if it cannot be listed
   */
  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Subfolders::isVisible).sorted().toList();
    } catch (IOException e) {
      throw new DatasetException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean isVisible(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return !name.startsWith(HIDDEN) && !name.equals(MAC_ARCHIVE);
  }

  /** The folders right in a folder. */
  static List<Path> of(Path folder) {
    return entries(folder).stream().filter(Files::isDirectory).toList();
  }

  /** The files right in a folder whose names end so, in letters of any case. */
  static List<Path> files(Path folder, String ending) {
    return entries(folder).stream()
        .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(ending))
        .filter(Files::isRegularFile)
        .toList();
  }

  /** A folder and those below it, the nearest first. */
  static List<Path> below(Path folder, int depth) {
    List<Path> all = new ArrayList<>(List.of(folder));
    List<Path> level = all;
    for (int i = 0; i < depth; i++) {
      level = level.stream().flatMap(each -> of(each).stream()).toList();
      all = new ArrayList<>(all);
      all.addAll(level);
    }
    return all;
  }
}
