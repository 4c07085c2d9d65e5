package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Watches over names in formats that know pictures by their names without folders and endings. */
final class DistinctStems {
  private final Map<String, Path> files = new HashMap<>();

  /**
   * Notes a picture.
   *
   * @return its name without folders and ending
   * @throws DatasetException if an earlier picture had it
   */
  String add(Path file) {
    String stem = PictureFolder.stem(file);
    Path other = files.put(stem, file);
    if (other != null) {
      throw new DatasetException(
          file + ": has the name of " + other + "; names must differ without folders and endings");
    }
    return stem;
  }
}
