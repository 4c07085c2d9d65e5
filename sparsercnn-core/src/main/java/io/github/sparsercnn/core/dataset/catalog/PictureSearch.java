package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.format.PictureNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the folder of the pictures that a COCO or CrowdHuman file names: the one that holds most of
 * the first few. Among equals the one that is called as the part (train2017 for
 * instances_train2017.json) wins, then the folder of the file itself.
 */
public final class PictureSearch {
  private static final int DEPTH = 3;
  private static final String ANNOTATIONS = "annotations";

  private PictureSearch() {}

  /**
   * Looks in the folder of the file and below; where that folder is called {@code annotations},
   * also in the one around it.
   *
   * @param labels a COCO or CrowdHuman file
   * @return the folder of its pictures, unless they are not there
   * @throws DatasetException if the file cannot be used, or several folders hold these pictures
   */
  public static Optional<Path> near(Path labels) {
    Path folder = labels.toAbsolutePath().resolveSibling("");
    Path around = folder.getParent();
    boolean isBelow = String.valueOf(folder.getFileName()).equalsIgnoreCase(ANNOTATIONS);
    return below(
        isBelow && around != null ? around : folder,
        DatasetFormat.of(labels).pictureNames(labels),
        DatasetPart.ofFileName(String.valueOf(labels.getFileName())));
  }

  /**
   * Looks in a folder and those below it.
   *
   * @param root where to look
   * @param names what to look for
   * @param part the part that the file is
   * @return the folder of the pictures, unless they are not there
   * @throws DatasetException if several folders hold these pictures
   */
  static Optional<Path> below(Path root, PictureNames names, Optional<DatasetPart> part) {
    List<Path> best = new ArrayList<>();
    int most = 1;
    for (Path folder : Subfolders.below(root, DEPTH)) {
      int count = names.countIn(folder);
      if (count > most) {
        best.clear();
        most = count;
      }
      if (count == most) {
        best.add(folder);
      }
    }
    return best.size() < 2 ? best.stream().findFirst() : Optional.of(chosen(best, names, part));
  }

  private static Path chosen(List<Path> folders, PictureNames names, Optional<DatasetPart> part) {
    List<Path> ofPart =
        folders.stream().filter(folder -> part.isPresent() && part(folder).equals(part)).toList();
    if (ofPart.size() == 1) {
      return ofPart.get(0);
    }
    Path beside = names.labels().resolveSibling("");
    return folders.stream()
        .filter(folder -> folder.toAbsolutePath().equals(beside.toAbsolutePath()))
        .findFirst()
        .orElseThrow(
            () ->
                new DatasetException(
                    names.labels()
                        + ": pictures of these names are in "
                        + String.join(" and ", folders.stream().map(Path::toString).toList())
                        + "; say which with "
                        + names.labels().getFileName()
                        + ":FOLDER"));
  }

  private static Optional<DatasetPart> part(Path folder) {
    return DatasetPart.ofFileName(String.valueOf(folder.getFileName()));
  }
}
