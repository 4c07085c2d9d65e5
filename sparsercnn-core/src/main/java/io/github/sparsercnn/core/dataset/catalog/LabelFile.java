package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.format.PictureNames;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A COCO or CrowdHuman file of a folder that was read well.
 *
 * @param format which of both
 * @param part what its name says that it is
 * @param names of its first pictures
 */
record LabelFile(DatasetFormat format, Optional<DatasetPart> part, PictureNames names) {
  /**
   * Reads a file.
   *
   * @throws DatasetException if it is no such file
   */
  static LabelFile read(Path file) {
    DatasetFormat format = DatasetFormat.of(file);
    return new LabelFile(
        format,
        DatasetPart.ofFileName(String.valueOf(file.getFileName())),
        format.pictureNames(file));
  }

  /** {@return the file} */
  Path path() {
    return names.labels();
  }

  /**
   * The file with its pictures.
   *
   * @param root where to look for them
   * @throws DatasetException if they are not there
   */
  DatasetSource source(Path root) {
    Path pictures =
        PictureSearch.below(root, names, part)
            .orElseThrow(
                () ->
                    new DatasetException(
                        path()
                            + ": no folder in "
                            + root
                            + " holds its pictures"
                            + names.names().stream()
                                .findFirst()
                                .map(name -> ", such as " + name)
                                .orElse("")
                            + "; say where they are with "
                            + path().getFileName()
                            + ":FOLDER"));
    return DatasetSource.of(path(), pictures);
  }
}
