package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a folder of Pascal VOC: {@code Annotations/*.xml}, {@code JPEGImages}, and {@code
 * ImageSets/Main/<split>.txt} where only a part is wanted. {@code annotations} and {@code images},
 * or a folder in which XML files and pictures lie side by side, will do as well.
 *
 * <p>Classes are those of all the folder's XML files by name, so that the splits of a folder agree.
 * Corners are 1-based pixels that belong to the box, as in detectron2's {@code load_voc_instances}:
 * 1 is taken from the left and the top. {@code difficult} objects are ordinary ones, as there.
 */
public final class VocDataset {
  private final VocLayout layout;
  private final Map<String, Path> pictures = new HashMap<>();

  private VocDataset(VocLayout layout) {
    this.layout = layout;
    for (Path picture : new PictureFolder(layout.pictures()).pictures()) {
      Path relative = layout.pictures().relativize(picture);
      pictures.putIfAbsent(relative.toString(), picture);
      pictures.putIfAbsent(PictureFolder.stem(picture), picture);
    }
  }

  /**
   * Reads a dataset.
   *
   * @param folder of the dataset
   * @param split the name of a list in {@code ImageSets/Main}, or null for all pictures
   * @return the dataset, called as the folder, pictures numbered from 1 in the order of the list
   * @throws DatasetException if a file is missing, cannot be read or is not of that form
   * @throws io.github.sparsercnn.ImageException if a file leaves a size open and the picture cannot
   *     be read
   */
  public static Dataset read(Path folder, @Nullable String split) {
    return new VocDataset(VocLayout.of(folder)).dataset(split);
  }

  /**
   * Whether a folder is one of Pascal VOC.
   *
   * @param folder any folder
   * @return whether there are XML files where they belong
   * @throws DatasetException if it cannot be listed
   */
  public static boolean isIn(Path folder) {
    return VocLayout.of(folder).isThere();
  }

  /**
   * The lists of a folder.
   *
   * @param folder of the dataset
   * @return their names, sorted; lists of single classes are among them
   * @throws DatasetException if the folder cannot be listed
   */
  public static List<String> splits(Path folder) {
    return VocLayout.of(folder).splits();
  }

  private Dataset dataset(@Nullable String split) {
    Map<String, VocAnnotation> all = new HashMap<>();
    List<String> stems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path xml : layout.xmlFiles()) {
      VocAnnotation annotation = VocAnnotation.read(xml);
      String stem = PictureFolder.stem(xml);
      all.put(stem, annotation);
      stems.add(stem);
      annotation.objects().forEach(object -> names.add(object.name()));
    }
    Classes classes = Classes.ofNames(layout.folder().toString(), names);
    List<LabeledPicture> labeled = new ArrayList<>();
    for (String stem : split == null ? stems : layout.list(split)) {
      VocAnnotation annotation = all.get(stem);
      if (annotation == null) {
        throw new DatasetException(
            layout.annotations().resolve(stem + ".xml")
                + ": no such file, though "
                + layout.listFile(String.valueOf(split))
                + " names it");
      }
      labeled.add(labeled(labeled.size() + 1, annotation, classes));
    }
    return new Dataset(layout.folder().toString(), classes.categories(), labeled);
  }

  private LabeledPicture labeled(long id, VocAnnotation annotation, Classes classes) {
    Path file = picture(annotation);
    List<LabeledBox> boxes = new ArrayList<>();
    for (VocAnnotation.Marked object : annotation.objects()) {
      boxes.add(
          LabeledBox.of(
              classes.ofName(object.name(), annotation.xml().toString()),
              object.xmin() - 1,
              object.ymin() - 1,
              object.xmax(),
              object.ymax()));
    }
    return new LabeledPicture(
        id,
        file,
        String.valueOf(file.getFileName()),
        PictureFolder.size(file, annotation.width(), annotation.height()),
        boxes);
  }

  private Path picture(VocAnnotation annotation) {
    Path picture = pictures.get(annotation.filename());
    if (picture == null) {
      picture = pictures.get(PictureFolder.stem(annotation.xml()));
    }
    if (picture == null) {
      throw new DatasetException(
          annotation.xml()
              + ": its picture '"
              + annotation.filename()
              + "' is not in "
              + layout.pictures());
    }
    return picture;
  }
}
