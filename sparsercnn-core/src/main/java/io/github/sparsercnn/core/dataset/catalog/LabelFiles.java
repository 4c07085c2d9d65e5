package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.DatasetPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The COCO and CrowdHuman files of a folder. Files that are neither are passed over, unless their
 * names say that they are a part that no other file is.
 */
final class LabelFiles {
  private static final String ANNOTATIONS = "annotations";

  /** How COCO calls its files of boxes; captions and the like lie beside them. */
  private static final String INSTANCES = "instances";

  private final Path folder;
  private final List<LabelFile> files = new ArrayList<>();

  private LabelFiles(Path folder, List<Path> candidates) {
    this.folder = folder;
    List<Path> instances =
        candidates.stream()
            .filter(file -> String.valueOf(file.getFileName()).startsWith(INSTANCES))
            .toList();
    Map<DatasetPart, DatasetException> problems = new EnumMap<>(DatasetPart.class);
    for (Path file : instances.isEmpty() ? candidates : instances) {
      try {
        files.add(LabelFile.read(file));
      } catch (DatasetException e) {
        DatasetPart.ofFileName(String.valueOf(file.getFileName()))
            .ifPresent(part -> problems.putIfAbsent(part, e));
      }
    }
    problems.forEach(
        (part, problem) -> {
          if (of(Optional.of(part)).isEmpty()) {
            throw problem;
          }
        });
  }

  private static Stream<Path> candidates(Path folder) {
    return Stream.of(".json", ".odgt").flatMap(ending -> Subfolders.files(folder, ending).stream());
  }

  /**
   * Looks for label files in a folder and in its folder {@code annotations}.
   *
   * @return what they are, unless there are none
   * @throws DatasetException if it is not clear which to train on, or pictures are missing
   */
  static Optional<DatasetFolder> in(Path folder) {
    List<Path> candidates = new ArrayList<>(candidates(folder).toList());
    for (Path subfolder : Subfolders.of(folder)) {
      if (String.valueOf(subfolder.getFileName()).equalsIgnoreCase(ANNOTATIONS)) {
        candidates.addAll(candidates(subfolder).toList());
      }
    }
    LabelFiles files = new LabelFiles(folder, candidates);
    return files.files.isEmpty() ? Optional.empty() : Optional.of(files.dataset());
  }

  /**
   * Looks for the one label file right in the folder of a part.
   *
   * @return that file and its pictures, unless there is none
   * @throws DatasetException if there are several, or pictures are missing
   */
  static Optional<DatasetSource> single(Path folder) {
    LabelFiles files = new LabelFiles(folder, candidates(folder).toList());
    return files.only(files.files).map(file -> file.source(folder));
  }

  private DatasetFolder dataset() {
    Map<DatasetPart, DatasetSource> parts = new EnumMap<>(DatasetPart.class);
    List<LabelFile> used = new ArrayList<>();
    for (DatasetPart part : DatasetPart.values()) {
      only(of(Optional.of(part))).ifPresent(file -> add(file, part, parts, used));
    }
    if (!parts.containsKey(DatasetPart.TRAIN)) {
      LabelFile file =
          only(of(Optional.empty()))
              .orElseThrow(
                  () ->
                      new DatasetException(
                          folder
                              + ": holds "
                              + named(files)
                              + ", but nothing to train on; name the file itself to"
                              + " train on it, or call one train.json"));
      add(file, DatasetPart.TRAIN, parts, used);
    }
    List<Path> unused =
        files.stream().filter(file -> !used.contains(file)).map(LabelFile::path).toList();
    return new DatasetFolder(folder, used.get(0).format(), parts, unused);
  }

  private void add(
      LabelFile file,
      DatasetPart part,
      Map<DatasetPart, DatasetSource> parts,
      List<LabelFile> used) {
    parts.put(part, file.source(folder));
    used.add(file);
  }

  private List<LabelFile> of(Optional<DatasetPart> part) {
    return files.stream().filter(file -> file.part().equals(part)).toList();
  }

  private Optional<LabelFile> only(List<LabelFile> several) {
    if (several.size() > 1) {
      throw new DatasetException(
          folder
              + ": it is not clear which of "
              + named(several)
              + " is meant; name that file itself, or call the parts train.json and val.json");
    }
    return several.stream().findFirst();
  }

  private String named(List<LabelFile> several) {
    return String.join(
        ", ", several.stream().map(file -> DatasetFolder.shown(folder, file.path())).toList());
  }
}
