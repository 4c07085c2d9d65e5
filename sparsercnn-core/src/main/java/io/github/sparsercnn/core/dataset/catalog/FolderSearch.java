package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.format.VocDataset;
import io.github.sparsercnn.core.dataset.format.YoloDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The layouts that folders of datasets have:
 *
 * <ul>
 *   <li>YOLO: {@code data.yaml}, or {@code classes.txt} with {@code images} and {@code labels};
 *   <li>Pascal VOC: {@code Annotations} and {@code JPEGImages}, perhaps lists in {@code
 *       ImageSets/Main}, or XML files beside pictures;
 *   <li>COCO and CrowdHuman: files in the folder or in {@code annotations}, pictures anywhere
 *       below;
 *   <li>a folder for each part, {@code train}, {@code valid} and {@code test}, each with one COCO
 *       file or XML files, as Roboflow exports them.
 * </ul>
 *
 * <p>A folder that holds nothing but one other folder, as archives often do, is looked through.
 */
final class FolderSearch {
  private static final int SHOWN_ENTRIES = 8;
  private static final String TRAINVAL = "trainval";
  private static final String EXPECTED =
      "expected a .json or .odgt file of labels and its pictures; or train/ and valid/ with a .json"
          + " file or .xml files and pictures in each; or data.yaml; or classes.txt, images/ and"
          + " labels/; or Annotations/ and JPEGImages/";

  private FolderSearch() {}

  /**
   * Looks at a folder.
   *
   * @throws DatasetException if it holds no dataset or more than one
   */
  static DatasetFolder in(Path folder) {
    List<DatasetFolder> found =
        Stream.<Function<Path, Optional<DatasetFolder>>>of(
                FolderSearch::yoloFolder,
                FolderSearch::voc,
                LabelFiles::in,
                FolderSearch::partFolders)
            .flatMap(layout -> layout.apply(folder).stream())
            .toList();
    if (found.size() > 1) {
      throw new DatasetException(
          folder
              + ": more than one dataset: "
              + String.join("; ", found.stream().map(DatasetFolder::description).toList())
              + "; name the file or folder that is meant");
    }
    if (found.isEmpty()) {
      List<Path> subfolders = Subfolders.of(folder);
      if (subfolders.size() == 1) {
        return in(subfolders.get(0));
      }
      throw new DatasetException(
          folder + ": no dataset found; it holds " + contents(folder) + "; " + EXPECTED);
    }
    return found.get(0);
  }

  private static String contents(Path folder) {
    List<String> names = new ArrayList<>();
    for (Path entry : Subfolders.entries(folder)) {
      names.add(entry.getFileName() + (Files.isDirectory(entry) ? "/" : ""));
    }
    if (names.isEmpty()) {
      return "nothing";
    }
    String shown = String.join(", ", names.stream().limit(SHOWN_ENTRIES).toList());
    int more = names.size() - SHOWN_ENTRIES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static Optional<DatasetFolder> yoloFolder(Path folder) {
    return YoloDataset.isIn(folder) ? Optional.of(yolo(folder)) : Optional.empty();
  }

  /**
   * A dataset of YOLO.
   *
   * @param source the yaml, or a folder with it or a list of classes
   * @throws DatasetException if it cannot be read or has nothing to train on
   */
  static DatasetFolder yolo(Path source) {
    Map<DatasetPart, DatasetSource> parts = new EnumMap<>(DatasetPart.class);
    for (DatasetPart part : YoloDataset.parts(source)) {
      parts.put(part, new DatasetSource(source, null, part.label()));
    }
    if (parts.isEmpty()) {
      parts.put(DatasetPart.TRAIN, DatasetSource.of(source));
    }
    return new DatasetFolder(source, DatasetFormat.YOLO, parts, List.of());
  }

  private static Optional<DatasetFolder> voc(Path folder) {
    if (!VocDataset.isIn(folder)) {
      return Optional.empty();
    }
    Map<DatasetPart, DatasetSource> parts = new EnumMap<>(DatasetPart.class);
    List<String> splits = VocDataset.splits(folder);
    for (String split : splits) {
      DatasetPart.ofName(split)
          .ifPresent(part -> parts.putIfAbsent(part, new DatasetSource(folder, null, split)));
    }
    if (!parts.containsKey(DatasetPart.TRAIN)) {
      // Without a list of its own, a validation part lies within everything there is.
      parts.remove(DatasetPart.VALIDATION);
      String all = splits.contains(TRAINVAL) ? TRAINVAL : null;
      if (all == null && !parts.isEmpty()) {
        throw new DatasetException(
            folder
                + ": ImageSets/Main has the lists "
                + String.join(", ", splits)
                + ", but none to train on, expected train.txt or trainval.txt");
      }
      parts.put(DatasetPart.TRAIN, new DatasetSource(folder, null, all));
    }
    return Optional.of(new DatasetFolder(folder, DatasetFormat.VOC, parts, List.of()));
  }

  private static Optional<DatasetFolder> partFolders(Path folder) {
    Map<DatasetPart, DatasetSource> parts = new EnumMap<>(DatasetPart.class);
    for (Path subfolder : Subfolders.of(folder)) {
      Optional<DatasetPart> part = DatasetPart.ofName(String.valueOf(subfolder.getFileName()));
      Optional<DatasetSource> source = part.flatMap(p -> partSource(subfolder));
      if (part.isPresent() && source.isPresent()) {
        DatasetSource other = parts.put(part.get(), source.get());
        if (other != null) {
          throw new DatasetException(
              folder
                  + ": both "
                  + other.labels()
                  + " and "
                  + source.get().labels()
                  + " are the part '"
                  + part.get().label()
                  + "'; move one away");
        }
      }
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(new DatasetFolder(folder, commonFormat(folder, parts), parts, List.of()));
  }

  private static Optional<DatasetSource> partSource(Path folder) {
    Optional<DatasetSource> file = LabelFiles.single(folder);
    if (file.isPresent() || !VocDataset.isIn(folder)) {
      return file;
    }
    return Optional.of(DatasetSource.of(folder));
  }

  private static DatasetFormat commonFormat(Path folder, Map<DatasetPart, DatasetSource> parts) {
    List<DatasetFormat> formats =
        parts.values().stream()
            .map(source -> DatasetFormat.of(source.labels()))
            .distinct()
            .toList();
    if (formats.size() > 1) {
      throw new DatasetException(
          folder
              + ": the parts are of different formats, "
              + String.join(", ", formats.stream().map(DatasetFormat::label).toList())
              + "; convert them to one");
    }
    return formats.get(0);
  }
}
