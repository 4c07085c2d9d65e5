package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.format.CocoWriter;
import io.github.sparsercnn.core.dataset.format.ExistingFiles;
import io.github.sparsercnn.core.dataset.format.OdgtWriter;
import io.github.sparsercnn.core.dataset.format.VocWriter;
import io.github.sparsercnn.core.dataset.format.WrittenDataset;
import io.github.sparsercnn.core.dataset.format.YoloWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes datasets in any format. VOC and YOLO are folders with the pictures inside. COCO and
 * CrowdHuman are files of labels, whose pictures are copied on demand only: one file, with pictures
 * in a folder {@code images} beside it, if the output's name has the format's ending; else a folder
 * with a file for each part and the pictures in {@code images/PART}.
 *
 * @param format to write
 * @param copyPictures whether to copy the pictures of COCO and CrowdHuman files too
 * @param existing what becomes of files that are there already
 */
public record DatasetConversion(
    DatasetFormat format, boolean copyPictures, ExistingFiles existing) {
  private static final String IMAGES = "images";

  /** A file of labels to be written, and the folder that its pictures may go to. */
  private record Target(Path labels, Path pictures) {}

  /**
   * Writes datasets.
   *
   * @param parts by their names, such as {@code train}
   * @param output a file or folder, as the format has it
   * @return what was written, all parts together
   * @throws DatasetException if the format cannot hold the datasets, or a file is there already, or
   *     one cannot be read or written
   * @throws io.github.sparsercnn.SparseRcnnException if a file of labels cannot be written
   * @throws IllegalArgumentException if there are no parts
   */
  public WrittenDataset write(Map<String, Dataset> parts, Path output) {
    return switch (format) {
      case VOC -> VocWriter.write(aligned(parts), output, existing);
      case YOLO -> YoloWriter.write(aligned(parts), output, existing);
      case COCO, ODGT -> writeFiles(parts, output);
    };
  }

  /** Parts in one folder share their classes; those of the first one count. */
  private static Map<String, Dataset> aligned(Map<String, Dataset> parts) {
    Map<String, Dataset> aligned = new LinkedHashMap<>(parts);
    parts.values().stream()
        .findFirst()
        .ifPresent(
            first ->
                aligned.replaceAll((part, dataset) -> dataset.withCategories(first.categories())));
    return aligned;
  }

  private WrittenDataset writeFiles(Map<String, Dataset> parts, Path output) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("no datasets to write");
    }
    Map<Target, Dataset> targets = new LinkedHashMap<>();
    parts.forEach((part, dataset) -> targets.put(target(output, part, parts), dataset));
    targets.keySet().forEach(target -> requireWritable(target.labels, existing));
    WrittenDataset written = WrittenDataset.NOTHING;
    for (Map.Entry<Target, Dataset> entry : targets.entrySet()) {
      Target target = entry.getKey();
      Dataset dataset = entry.getValue();
      if (copyPictures) {
        dataset = new PictureCopies(target.pictures, existing).of(dataset);
      }
      written =
          written.plus(
              format == DatasetFormat.COCO
                  ? CocoWriter.write(dataset, target.labels)
                  : OdgtWriter.write(dataset, target.labels));
    }
    return written;
  }

  private Target target(Path output, String part, Map<String, Dataset> parts) {
    String ending = format == DatasetFormat.COCO ? ".json" : ".odgt";
    if (!output.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      String name =
          format == DatasetFormat.COCO ? "annotations/instances_" + part : "annotation_" + part;
      return new Target(output.resolve(name + ending), output.resolve(IMAGES).resolve(part));
    }
    if (parts.size() > 1) {
      throw new DatasetException(
          output
              + ": is one file, but there are the parts "
              + String.join(", ", parts.keySet())
              + "; name a folder, or choose a part");
    }
    return new Target(output, output.resolveSibling(IMAGES));
  }

  /**
   * Guards a file.
   *
   * @param file about to be written
   * @param existing whether it may be there already
   * @throws DatasetException if it is and may not
   */
  public static void requireWritable(Path file, ExistingFiles existing) {
    if (existing == ExistingFiles.KEEP && Files.exists(file)) {
      throw new DatasetException(
          file + ": is there already; choose another name, or overwrite it (--overwrite)");
    }
  }
}
