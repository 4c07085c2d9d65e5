package io.github.sparsercnn.core.dataset.format;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a COCO annotation file as a dataset: pictures and classes by rising id, whatever gaps the
 * ids have. Boxes with {@code iscrowd} or {@code ignore} are crowds.
 *
 * <p>Source: detectron2's {@code load_coco_json}, which refuses {@code ignore}.
 */
public final class CocoDataset implements CocoContents {
  private final Path json;
  private final PictureFolder folder;
  private final SortedMap<Long, Picture> pictures = new TreeMap<>();
  private final SortedMap<Long, String> categories = new TreeMap<>();
  private final List<CocoAnnotation> annotations = new ArrayList<>();

  private CocoDataset(Path json, Path images) {
    this.json = json;
    folder = new PictureFolder(images);
  }

  private record Picture(String fileName, int width, int height, List<LabeledBox> boxes) {}

  /**
   * Reads a dataset.
   *
   * @param json the annotation file
   * @param images the folder of its pictures
   * @return the dataset, called as the file
   * @throws DatasetException if the file cannot be read, is not of that form, or contradicts itself
   * @throws io.github.sparsercnn.ImageException if the file leaves a size open and the picture
   *     cannot be read
   */
  public static Dataset read(Path json, Path images) {
    return CocoFileReader.read(json, new CocoDataset(json, images)).dataset();
  }

  @Override
  public CocoDataset image(long id, String fileName, int width, int height) {
    Picture picture = new Picture(fileName, width, height, new ArrayList<>());
    if (pictures.put(id, picture) != null) {
      throw new DatasetException(json + ": image id " + id + " occurs twice; ids must differ");
    }
    return this;
  }

  @Override
  public CocoDataset category(long id, String name) {
    if (categories.put(id, name) != null) {
      throw new DatasetException(json + ": category id " + id + " occurs twice; ids must differ");
    }
    return this;
  }

  @Override
  public CocoDataset annotation(CocoAnnotation annotation) {
    annotations.add(annotation);
    return this;
  }

  private Dataset dataset() {
    Classes classes = Classes.ofIds(json.toString(), categories);
    Set<Long> ids = new HashSet<>();
    for (CocoAnnotation annotation : annotations) {
      String place = json + ", annotation " + annotation.id();
      if (!ids.add(annotation.id())) {
        throw new DatasetException(place + ": the id occurs twice; ids must differ");
      }
      Picture picture = pictures.get(annotation.imageId());
      if (picture == null) {
        throw new DatasetException(
            place + ": image id " + annotation.imageId() + " is not in the list of images");
      }
      picture.boxes.add(
          new LabeledBox(
              classes.ofId(annotation.categoryId(), place),
              annotation.x(),
              annotation.y(),
              annotation.x() + annotation.width(),
              annotation.y() + annotation.height(),
              annotation.crowd() || annotation.ignore()));
    }
    List<LabeledPicture> labeled = new ArrayList<>();
    for (Map.Entry<Long, Picture> entry : pictures.entrySet()) {
      labeled.add(labeled(entry.getKey(), entry.getValue()));
    }
    return new Dataset(json.toString(), classes.categories(), labeled);
  }

  private LabeledPicture labeled(long id, Picture picture) {
    Path file = folder.file(picture.fileName, json + ", image " + id);
    return new LabeledPicture(
        id,
        file,
        PictureFolder.slashes(picture.fileName),
        PictureFolder.size(file, picture.width, picture.height),
        picture.boxes);
  }
}
