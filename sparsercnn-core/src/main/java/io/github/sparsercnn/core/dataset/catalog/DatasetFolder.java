package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.TrainingAndValidation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A dataset as people have it in a folder, with its parts found: whatever the format, and without
 * anybody saying which. Immutable; what is found is not read yet.
 *
 * @param path the folder or file that was looked at
 * @param format of all parts
 * @param parts where they lie; one to train on is among them
 * @param unused files that could be labels, but are no part
 * @see FolderSearch the layouts that are known
 */
public record DatasetFolder(
    Path path, DatasetFormat format, Map<DatasetPart, DatasetSource> parts, List<Path> unused) {
  /**
   * Copies.
   *
   * @throws DatasetException if there is nothing to train on
   */
  public DatasetFolder {
    if (!parts.containsKey(DatasetPart.TRAIN)) {
      throw new DatasetException(
          path
              + ": there is a "
              + format.label()
              + " dataset with the parts "
              + String.join(", ", parts.keySet().stream().map(DatasetPart::label).toList())
              + ", but nothing to train on, expected "
              + String.join(" or ", DatasetPart.TRAIN.names()));
    }
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    unused = List.copyOf(unused);
  }

  /**
   * Looks at a folder or file.
   *
   * @param path a folder in one of the usual layouts, a COCO {@code .json}, a CrowdHuman {@code
   *     .odgt} or a YOLO {@code .yaml}; a file of labels is trained on as a whole
   * @return what was found
   * @throws DatasetException if nothing was found, or more than one dataset; the message says what
   *     there is and what is expected
   */
  public static DatasetFolder of(Path path) {
    if (Files.isDirectory(path)) {
      return FolderSearch.in(path);
    }
    return switch (DatasetFormat.of(path)) {
      case YOLO -> FolderSearch.yolo(path);
      case COCO, ODGT, VOC ->
          new DatasetFolder(
              path, DatasetFormat.of(path), Map.of(DatasetPart.TRAIN, file(path)), List.of());
    };
  }

  private static DatasetSource file(Path labels) {
    Path pictures =
        PictureSearch.near(labels)
            .orElseThrow(
                () ->
                    new DatasetException(
                        labels
                            + ": its pictures are not near it; say where they are with "
                            + labels.getFileName()
                            + ":FOLDER"));
    return DatasetSource.of(labels, pictures);
  }

  /** {@return where to train on} */
  public DatasetSource training() {
    return Objects.requireNonNull(parts.get(DatasetPart.TRAIN));
  }

  /** {@return what to validate on, if there is anything} */
  public Optional<DatasetSource> validation() {
    return Optional.ofNullable(parts.get(DatasetPart.VALIDATION));
  }

  /** {@return what to test with, if there is anything} */
  public Optional<DatasetSource> test() {
    return Optional.ofNullable(parts.get(DatasetPart.TEST));
  }

  /**
   * Reads what to train on and what to validate on. Where there is nothing to validate on, a tenth
   * of the training pictures is held out.
   *
   * @param seed decides which pictures are held out
   * @return both
   * @throws DatasetException if a part cannot be used, or has classes that cannot be learned
   * @throws io.github.sparsercnn.ImageException if a picture must be looked at for its size and
   *     cannot be read
   */
  public TrainingAndValidation read(long seed) {
    Dataset training = DatasetCatalog.read(training());
    return validation()
        .map(source -> TrainingAndValidation.of(training, DatasetCatalog.read(source)))
        .orElseGet(() -> TrainingAndValidation.holdingOut(training, seed));
  }

  /** {@return one sentence for the log: what was found and what it will be used for} */
  public String description() {
    StringJoiner uses = new StringJoiner(", ");
    uses.add("train on " + place(training()));
    uses.add(validation().map(val -> "validate on " + place(val)).orElse("nothing to validate on"));
    test().ifPresent(test -> uses.add("test with " + place(test)));
    Set<String> pictures = new LinkedHashSet<>();
    for (DatasetSource source : parts.values()) {
      Path images = source.images();
      if (images != null) {
        pictures.add(shown(images));
      }
    }
    if (!pictures.isEmpty()) {
      uses.add("pictures in " + String.join(" and ", pictures));
    }
    if (!unused.isEmpty()) {
      uses.add("not used: " + String.join(" ", unused.stream().map(this::shown).toList()));
    }
    return path + " is a " + format.label() + " dataset: " + uses;
  }

  private String shown(Path found) {
    return shown(Files.isDirectory(path) ? path : path.resolveSibling(""), found);
  }

  private String place(DatasetSource source) {
    String split = source.split();
    String labels = shown(source.labels());
    return split == null
        ? labels
        : "the part " + split + (labels.equals(".") ? "" : " of " + labels);
  }

  /** A path as seen from a folder. */
  static String shown(Path folder, Path path) {
    Path from = folder.toAbsolutePath().normalize();
    Path to = path.toAbsolutePath().normalize();
    if (!to.startsWith(from)) {
      return path.toString();
    }
    return to.equals(from) ? "." : from.relativize(to).toString();
  }
}
