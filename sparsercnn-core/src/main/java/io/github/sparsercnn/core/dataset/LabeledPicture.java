package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A picture of a dataset with its boxes. Immutable.
 *
 * @param id distinct within the dataset
 * @param file where it lies; whether it can be read shows when it is
 * @param fileName what the annotations call it, with slashes between folders
 * @param size of the upright picture, in pixels
 * @param boxes in the order of the annotations, crowds included
 */
public record LabeledPicture(
    long id, Path file, String fileName, ImageSize size, List<LabeledBox> boxes) {
  /** Copies the list. */
  public LabeledPicture {
    boxes = List.copyOf(boxes);
  }

  /** {@return whether at least one box is no crowd} */
  public boolean hasObjects() {
    return boxes.stream().anyMatch(box -> !box.crowd());
  }

  /** {@return the folder that the file name counts from, unless the name is another one} */
  public Optional<Path> folder() {
    Path name = Path.of(fileName);
    if (name.isAbsolute() || !file.endsWith(name)) {
      return Optional.empty();
    }
    Path folder = file.toAbsolutePath();
    for (int i = name.getNameCount(); i > 0 && folder != null; i--) {
      folder = folder.getParent();
    }
    return Optional.ofNullable(folder);
  }
}
