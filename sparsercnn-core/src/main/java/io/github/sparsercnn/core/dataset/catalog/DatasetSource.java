package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.format.CocoDataset;
import io.github.sparsercnn.core.dataset.format.OdgtDataset;
import io.github.sparsercnn.core.dataset.format.VocDataset;
import io.github.sparsercnn.core.dataset.format.YoloDataset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset lies and how to read it. Nothing is looked at before {@link #read()}.
 *
 * @param labels the file or folder with the labels; its format shows when it is read
 * @param images the folder of the pictures of COCO and CrowdHuman files, or null for the folder
 *     that the file lies in
 * @param split the part wanted of Pascal VOC and YOLO folders; null for all of Pascal VOC and for
 *     {@code train} of YOLO
 */
public record DatasetSource(Path labels, @Nullable Path images, @Nullable String split) {
  /** Two paths; a colon behind a single letter belongs to a drive. */
  private static final Pattern LABELS_AND_IMAGES =
      Pattern.compile("((?:[A-Za-z]:[/\\\\])?[^:]*)(?::(.+))?");

  private static final String DEFAULT_YOLO_SPLIT = "train";

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

  /**
   * Reads the dataset.
   *
   * @return the dataset
   * @throws DatasetException if the labels are missing, of an unknown format, or cannot be used
   * @throws io.github.sparsercnn.ImageException if a picture must be looked at for its size and
   *     cannot be read
   */
  public Dataset read() {
    Path folder = images == null ? labels.toAbsolutePath().resolveSibling("") : images;
    return switch (DatasetFormat.of(labels)) {
      case COCO -> CocoDataset.read(labels, folder);
      case ODGT -> OdgtDataset.read(labels, folder);
      case VOC -> VocDataset.read(labels, split);
      case YOLO -> YoloDataset.read(labels, split == null ? DEFAULT_YOLO_SPLIT : split);
    };
  }
}
