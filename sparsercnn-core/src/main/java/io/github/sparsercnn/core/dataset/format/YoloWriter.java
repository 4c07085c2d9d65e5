package io.github.sparsercnn.core.dataset.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes datasets as a folder of YOLO, as Ultralytics reads it: {@code data.yaml}, {@code
 * images/<split>} with the pictures and {@code labels/<split>}. Classes are numbered from 0; boxes
 * are clipped to their picture. Crowds, and boxes that are empty then, are left out.
 */
public final class YoloWriter {
  /** Enough for a thousandth of a pixel in any picture. */
  private static final int FRACTION_DIGITS = 10;

  private final OutputFolder folder;

  private YoloWriter(OutputFolder folder) {
    this.folder = folder;
  }

  /**
   * Writes a folder.
   *
   * @param splits datasets of the same classes, by the names that the yaml gives them
   * @param folder a new or empty one
   * @return what was written
   * @throws io.github.sparsercnn.DatasetException if classes differ, two pictures of a split share
   *     a name, or a file cannot be read or written
   */
  public static WrittenDataset write(Map<String, Dataset> splits, Path folder) {
    return write(splits, folder, ExistingFiles.KEEP);
  }

  /**
   * Writes a folder that may hold something already.
   *
   * @param splits datasets of the same classes, by their names
   * @param folder the folder
   * @param existing what becomes of what it holds
   * @return what was written
   * @throws io.github.sparsercnn.DatasetException if classes differ, two pictures share a name, or
   *     a file is there already, or cannot be read or written
   */
  public static WrittenDataset write(
      Map<String, Dataset> splits, Path folder, ExistingFiles existing) {
    Categories categories = OutputFolder.commonCategories(splits.values());
    YoloWriter writer = new YoloWriter(new OutputFolder(folder, existing));
    StringBuilder yaml = new StringBuilder();
    WrittenDataset written = WrittenDataset.NOTHING;
    for (Map.Entry<String, Dataset> split : splits.entrySet()) {
      written = written.plus(writer.write(split.getKey(), split.getValue()));
      yaml.append(split.getKey()).append(": images/").append(split.getKey()).append('\n');
    }
    yaml.append("names:\n");
    for (int classId = 0; classId < categories.size(); classId++) {
      yaml.append("  ").append(classId).append(": ").append(quoted(categories.label(classId)));
      yaml.append('\n');
    }
    writer.folder.write("data.yaml", yaml.toString());
    return written;
  }

  /** YAML takes JSON's strings. */
  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private WrittenDataset write(String split, Dataset dataset) {
    WrittenDataset written = WrittenDataset.NOTHING;
    DistinctStems stems = new DistinctStems();
    for (LabeledPicture picture : dataset.pictures()) {
      String name = String.valueOf(picture.file().getFileName());
      String stem = stems.add(picture.file());
      folder.copy(picture.file(), "images/" + split + '/' + name);
      StringBuilder lines = new StringBuilder();
      long boxes = 0;
      long crowds = 0;
      for (LabeledBox box : picture.boxes()) {
        crowds += box.crowd() ? 1 : 0;
        boxes += !box.crowd() && append(lines, box, picture) ? 1 : 0;
      }
      folder.write("labels/" + split + '/' + stem + ".txt", lines.toString());
      long empty = picture.boxes().size() - boxes - crowds;
      written = written.plus(new WrittenDataset(1, boxes, crowds, empty));
    }
    return written;
  }

  private static boolean append(StringBuilder lines, LabeledBox box, LabeledPicture picture) {
    double left = fraction(box.x1(), picture.size().width());
    double top = fraction(box.y1(), picture.size().height());
    double right = fraction(box.x2(), picture.size().width());
    double bottom = fraction(box.y2(), picture.size().height());
    if (left >= right || top >= bottom) {
      return false;
    }
    lines.append(box.classId());
    for (double value :
        new double[] {(left + right) / 2, (top + bottom) / 2, right - left, bottom - top}) {
      lines.append(' ').append(Decimals.text(value, FRACTION_DIGITS));
    }
    lines.append('\n');
    return true;
  }

  private static double fraction(double pixels, int side) {
    return Math.max(0, Math.min(pixels / side, 1));
  }
}
