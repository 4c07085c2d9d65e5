package io.github.sparsercnn;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset lies. Nothing is looked at before it is read; its format shows then.
 *
 * @param labels a COCO {@code .json} or CrowdHuman {@code .odgt} file, a Pascal VOC folder, or a
 *     YOLO {@code data.yaml} or its folder
 * @param images the folder of the pictures of COCO and CrowdHuman files, or null for the folder
 *     that the file lies in
 * @param split the part wanted of Pascal VOC and YOLO folders; null for all of Pascal VOC and for
 *     {@code train} of YOLO
 */
public record DatasetSource(Path labels, @Nullable Path images, @Nullable String split) {
  /** Two paths; a colon behind a single letter belongs to a drive. */
  private static final Pattern LABELS_AND_IMAGES =
      Pattern.compile("((?:[A-Za-z]:[/\\\\])?[^:]*)(?::(.+))?");

  /**
   * A file of labels and a folder of pictures.
   *
   * @param labels a COCO or CrowdHuman file
   * @param images the folder of its pictures
   * @return the source
   */
  public static DatasetSource of(Path labels, Path images) {
    return new DatasetSource(labels, images, null);
  }

  /**
   * A file or folder of labels whose pictures lie where its format puts them.
   *
   * @param labels the file or folder
   * @return the source
   */
  public static DatasetSource of(Path labels) {
    return new DatasetSource(labels, null, null);
  }

  /**
   * Understands {@code JSON:IMAGES}, or a path alone.
   *
   * @param text as a user writes it
   * @return the source
   * @throws DatasetException if it is not of that form
   */
  public static DatasetSource parse(String text) {
    Matcher parts = LABELS_AND_IMAGES.matcher(text);
    if (!parts.matches() || parts.group(1).isBlank()) {
      throw new DatasetException(
          "'" + text + "' is no dataset, expected JSON:IMAGES or the path of a dataset");
    }
    try {
      String images = parts.group(2);
      return new DatasetSource(
          Path.of(parts.group(1)), images == null ? null : Path.of(images), null);
    } catch (InvalidPathException e) {
      throw new DatasetException("'" + text + "' holds no usable path: " + e.getReason(), e);
    }
  }
}
