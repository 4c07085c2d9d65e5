package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes datasets as a folder of Pascal VOC, pictures included, one list in {@code ImageSets/Main}
 * for each split. The left and the upper edge get the 1 that {@link VocDataset} takes away. Crowds
 * are left out.
 */
public final class VocWriter {
  private final Categories categories;
  private final OutputFolder folder;

  /** Of all splits, since they share the folders. */
  private final DistinctStems stems = new DistinctStems();

  private VocWriter(Categories categories, OutputFolder folder) {
    this.categories = categories;
    this.folder = folder;
  }

  /**
   * Writes a folder.
   *
   * @param splits datasets of the same classes, by the names of their lists
   * @param folder a new or empty one
   * @return what was written
   * @throws io.github.sparsercnn.DatasetException if classes differ, two pictures share a name, or
   *     a file cannot be read or written
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
    VocWriter writer = new VocWriter(categories, new OutputFolder(folder, existing));
    WrittenDataset written = WrittenDataset.NOTHING;
    for (Map.Entry<String, Dataset> split : splits.entrySet()) {
      written = written.plus(writer.write(split.getKey(), split.getValue()));
    }
    return written;
  }

  private WrittenDataset write(String split, Dataset dataset) {
    WrittenDataset written = WrittenDataset.NOTHING;
    StringBuilder list = new StringBuilder();
    for (LabeledPicture picture : dataset.pictures()) {
      String name = String.valueOf(picture.file().getFileName());
      String stem = stems.add(picture.file());
      folder.copy(picture.file(), "JPEGImages/" + name);
      folder.write("Annotations/" + stem + ".xml", xml(picture, name));
      list.append(stem).append('\n');
      long crowds = picture.boxes().stream().filter(LabeledBox::crowd).count();
      written = written.plus(new WrittenDataset(1, picture.boxes().size() - crowds, crowds, 0));
    }
    folder.write("ImageSets/Main/" + split + ".txt", list.toString());
    return written;
  }

  private String xml(LabeledPicture picture, String name) {
    StringBuilder xml = new StringBuilder("<annotation>\n");
    xml.append("  <filename>").append(escaped(name)).append("</filename>\n");
    xml.append("  <size>\n    <width>").append(picture.size().width());
    xml.append("</width>\n    <height>").append(picture.size().height());
    xml.append("</height>\n    <depth>3</depth>\n  </size>\n");
    for (LabeledBox box : picture.boxes()) {
      if (!box.crowd()) {
        append(xml, box);
      }
    }
    return xml.append("</annotation>\n").toString();
  }

  private void append(StringBuilder xml, LabeledBox box) {
    xml.append("  <object>\n    <name>").append(escaped(categories.label(box.classId())));
    xml.append("</name>\n    <difficult>0</difficult>\n    <bndbox>\n");
    appendEdge(xml, "xmin", box.x1() + 1);
    appendEdge(xml, "ymin", box.y1() + 1);
    appendEdge(xml, "xmax", box.x2());
    appendEdge(xml, "ymax", box.y2());
    xml.append("    </bndbox>\n  </object>\n");
  }

  private static void appendEdge(StringBuilder xml, String key, double value) {
    xml.append("      <").append(key).append('>').append(Decimals.pixels(value));
    xml.append("</").append(key).append(">\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
