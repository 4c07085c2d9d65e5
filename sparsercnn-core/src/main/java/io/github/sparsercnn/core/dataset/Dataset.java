package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.DatasetException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Labelled pictures. Immutable and thread-safe; the pictures themselves stay on the disk.
 *
 * @param name what it is registered or called as
 * @param categories the classes, counted from 0, and the ids that the dataset's files give them,
 *     which may have gaps
 * @param pictures in the order of the dataset, those without boxes included
 */
public record Dataset(String name, Categories categories, List<LabeledPicture> pictures) {
  private static final int BYTES_PER_BOX = Integer.BYTES + 4 * Double.BYTES + 1;
  private static final int BYTES_PER_PICTURE = Long.BYTES + 3 * Integer.BYTES;

  /**
   * Copies the list and checks ids.
   *
   * @throws DatasetException if two pictures share an id or a box is of an unknown class
   */
  public Dataset {
    pictures = List.copyOf(pictures);
    Set<Long> ids = new HashSet<>();
    for (LabeledPicture picture : pictures) {
      if (!ids.add(picture.id())) {
        throw new DatasetException(
            name + ": image id " + picture.id() + " occurs twice; ids must differ");
      }
      for (LabeledBox box : picture.boxes()) {
        if (box.classId() >= categories.size()) {
          throw new DatasetException(
              name
                  + ": "
                  + picture.fileName()
                  + " has a box of class "
                  + box.classId()
                  + ", expected 0 to "
                  + (categories.size() - 1));
        }
      }
    }
  }

  /** {@return how many pictures there are} */
  public int size() {
    return pictures.size();
  }

  /** {@return how many boxes there are that are no crowds} */
  public long objectCount() {
    return pictures.stream()
        .flatMap(picture -> picture.boxes().stream())
        .filter(box -> !box.crowd())
        .count();
  }

  /**
   * The same dataset under another name.
   *
   * @param newName the name
   * @return the dataset
   */
  public Dataset named(String newName) {
    return new Dataset(newName, categories, pictures);
  }

  /**
   * Leaves out the pictures without boxes or with crowds only, as detectron2 does where {@code
   * DATALOADER.FILTER_EMPTY_ANNOTATIONS} is set. The official recipe keeps them.
   *
   * @return the rest
   * @throws DatasetException if nothing is left
   */
  public Dataset withoutEmpty() {
    Dataset kept = where(LabeledPicture::hasObjects);
    if (kept.size() == 0) {
      throw new DatasetException(
          name + ": none of the " + size() + " pictures has a box; check the annotations");
    }
    return kept;
  }

  /**
   * Keeps some pictures only.
   *
   * @param wanted says which
   * @return those, in the same order, under the same name; perhaps none
   */
  public Dataset where(Predicate<LabeledPicture> wanted) {
    return new Dataset(name, categories, pictures.stream().filter(wanted).toList());
  }

  /** {@return what the annotations are like; counted anew at each call} */
  public DatasetStatistics statistics() {
    return DatasetStatistics.of(this);
  }

  /**
   * The same pictures with the classes of another dataset, found by their labels: so that a model
   * trained on that one can be measured on this one.
   *
   * @param wanted the other classes, which may be more
   * @return a dataset with these classes
   * @throws DatasetException if a class that has boxes is missing there, or its label occurs twice
   */
  public Dataset withCategories(Categories wanted) {
    if (wanted.equals(categories)) {
      return this;
    }
    List<LabeledPicture> relabeled = new ArrayList<>();
    for (LabeledPicture picture : pictures) {
      List<LabeledBox> boxes = new ArrayList<>();
      for (LabeledBox box : picture.boxes()) {
        boxes.add(box.withClass(classOf(categories.label(box.classId()), wanted)));
      }
      relabeled.add(
          new LabeledPicture(
              picture.id(), picture.file(), picture.fileName(), picture.size(), boxes));
    }
    return new Dataset(name, wanted, relabeled);
  }

  private int classOf(String label, Categories wanted) {
    int classId = wanted.labels().indexOf(label);
    if (classId < 0 || classId != wanted.labels().lastIndexOf(label)) {
      throw new DatasetException(
          name
              + ": has boxes of '"
              + label
              + "', expected each class to be one of "
              + wanted
              + ", as in the other part of the dataset");
    }
    return classId;
  }

  /**
   * The pictures whose files are not there.
   *
   * @return those, in the order of the dataset; every file is asked for
   */
  public List<LabeledPicture> missingPictures() {
    return pictures.stream().filter(picture -> !Files.isRegularFile(picture.file())).toList();
  }

  /**
   * The folder that the names of the pictures count from.
   *
   * @return the folder, unless there is no picture or they lie in different places
   */
  public Optional<Path> pictureFolder() {
    List<Optional<Path>> folders =
        pictures.stream().map(LabeledPicture::folder).distinct().limit(2).toList();
    return folders.size() == 1 ? folders.get(0) : Optional.empty();
  }

  /**
   * Puts datasets of the same classes behind each other. Pictures get new ids, from 1, if there is
   * more than one dataset.
   *
   * @param datasets at least one
   * @return all pictures
   * @throws DatasetException if the classes differ
   * @throws IllegalArgumentException if there are none
   */
  public static Dataset concat(List<Dataset> datasets) {
    if (datasets.isEmpty()) {
      throw new IllegalArgumentException("no datasets");
    }
    Dataset first = datasets.get(0);
    if (datasets.size() == 1) {
      return first;
    }
    List<LabeledPicture> pictures = new ArrayList<>();
    for (Dataset dataset : datasets) {
      if (!dataset.categories.equals(first.categories)) {
        throw new DatasetException(
            dataset.name
                + " has the classes "
                + dataset.categories
                + " and "
                + first.name
                + " has "
                + first.categories
                + "; datasets trained on together need the same classes with the same ids");
      }
      for (LabeledPicture picture : dataset.pictures) {
        pictures.add(
            new LabeledPicture(
                pictures.size() + 1L,
                picture.file(),
                picture.fileName(),
                picture.size(),
                picture.boxes()));
      }
    }
    String names = String.join(", ", datasets.stream().map(Dataset::name).toList());
    return new Dataset(names, first.categories, pictures);
  }

  /**
   * A digest of everything but the name and the places of the files: equal datasets have equal
   * fingerprints wherever they lie.
   *
   * @return SHA-256 in hexadecimal digits
   */
  public String fingerprint() {
    MessageDigest digest = sha256();
    for (int classId = 0; classId < categories.size(); classId++) {
      update(digest, categories.label(classId));
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, categories.datasetId(classId)));
    }
    for (LabeledPicture picture : pictures) {
      update(digest, picture.fileName());
      ByteBuffer numbers =
          ByteBuffer.allocate(BYTES_PER_PICTURE + picture.boxes().size() * BYTES_PER_BOX)
              .putLong(picture.id())
              .putInt(picture.size().width())
              .putInt(picture.size().height())
              .putInt(picture.boxes().size());
      for (LabeledBox box : picture.boxes()) {
        numbers
            .putInt(box.classId())
            .putDouble(box.x1())
            .putDouble(box.y1())
            .putDouble(box.x2())
            .putDouble(box.y2())
            .put((byte) (box.crowd() ? 1 : 0));
      }
      digest.update(numbers.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
