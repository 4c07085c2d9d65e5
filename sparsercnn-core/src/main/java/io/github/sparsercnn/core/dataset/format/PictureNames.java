package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The first pictures that a file of labels names: enough for finding the folder that they lie in.
 *
 * @param labels the file
 * @param names of pictures, relative to their folder
 * @param withEndings whether the names have their endings
 */
public record PictureNames(Path labels, List<String> names, boolean withEndings) {
  private static final int ENOUGH = 20;

  /** Copies the list. */
  public PictureNames {
    names = List.copyOf(names);
  }

  /**
   * Reads the names out of a COCO file.
   *
   * @param json the file, which is checked as a whole
   * @return its first names
   * @throws DatasetException if it cannot be read or is no COCO annotation file
   */
  public static PictureNames ofCoco(Path json) {
    return new PictureNames(json, CocoFileReader.read(json, new CocoNames()).names, true);
  }

  /**
   * Reads the names out of a file of CrowdHuman.
   *
   * @param odgt the file
   * @return its first names
   * @throws DatasetException if it cannot be read or a line is not of that form
   */
  public static PictureNames ofOdgt(Path odgt) {
    List<String> names = new ArrayList<>();
    OdgtLines.read(
        odgt,
        (picture, lines) -> {
          String id = lines.id(picture);
          if (names.size() < ENOUGH) {
            names.add(id);
          }
        });
    return new PictureNames(odgt, names, false);
  }

  /**
   * How many of these pictures lie in a folder.
   *
   * @param folder that the names may count from
   * @return from 0 to the number of names
   */
  public int countIn(Path folder) {
    PictureFolder pictures = new PictureFolder(folder);
    return (int)
        names.stream()
            .map(name -> withEndings ? name : pictures.nameOf(name))
            .filter(pictures::holds)
            .count();
  }

  /** Takes names that are no blanks. */
  private static final class CocoNames implements CocoContents {
    private final List<String> names = new ArrayList<>();

    @Override
    public CocoNames image(long id, String fileName, int width, int height) {
      if (names.size() < ENOUGH && !fileName.isBlank()) {
        names.add(fileName);
      }
      return this;
    }

    @Override
    public CocoNames category(long id, String name) {
      return this;
    }

    @Override
    public CocoNames annotation(CocoAnnotation annotation) {
      return this;
    }
  }
}
