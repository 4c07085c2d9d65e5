package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.format.ExistingFiles;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies the pictures of a dataset to a folder, under the names that they have in it. */
final class PictureCopies {
  private final Path folder;
  private final CopyOption[] options;
  private final Map<Path, Path> sources = new HashMap<>();

  PictureCopies(Path folder, ExistingFiles existing) {
    this.folder = folder;
    options =
        existing == ExistingFiles.REPLACE
            ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING}
            : new CopyOption[0];
  }

  /**
   * Copies.
   *
   * @return the dataset with its pictures in the folder
   * @throws DatasetException if two pictures have one name, or one cannot be copied
   */
  Dataset of(Dataset dataset) {
    List<LabeledPicture> pictures = new ArrayList<>();
    for (LabeledPicture picture : dataset.pictures()) {
      String name = name(picture);
      Path file = folder.resolve(name);
      copy(picture.file(), file);
      pictures.add(new LabeledPicture(picture.id(), file, name, picture.size(), picture.boxes()));
    }
    return new Dataset(dataset.name(), dataset.categories(), pictures);
  }

  /** A name that leads out of the folder loses its folders. */
  private String name(LabeledPicture picture) {
    Path file = folder.resolve(picture.fileName()).normalize();
    return file.startsWith(folder.normalize()) && !Path.of(picture.fileName()).isAbsolute()
        ? picture.fileName()
        : String.valueOf(picture.file().getFileName());
  }

  private void copy(Path from, Path to) {
    Path other = sources.put(to.normalize(), from);
    if (other != null && !other.equals(from)) {
      throw new DatasetException(
          from + " and " + other + " would both be copied to " + to + "; their names must differ");
    }
    try {
      Files.createDirectories(to.resolveSibling(""));
      if (!Files.exists(to) || !Files.isSameFile(from, to)) {
        Files.copy(from, to, options);
      }
    } catch (FileAlreadyExistsException e) {
      throw new DatasetException(
          to + ": is there already; choose another place, or overwrite it (--overwrite)", e);
    } catch (IOException e) {
      throw new DatasetException(from + ": cannot be copied to " + to + ": " + e.getMessage(), e);
    }
  }
}
