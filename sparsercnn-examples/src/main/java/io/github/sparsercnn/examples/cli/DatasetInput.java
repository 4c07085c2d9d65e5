package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.catalog.DatasetCatalog;
import io.github.sparsercnn.core.dataset.catalog.DatasetFolder;
import io.github.sparsercnn.core.dataset.catalog.DatasetFormat;
import io.github.sparsercnn.core.dataset.catalog.PictureSearch;
import io.github.sparsercnn.core.dataset.format.VocDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that name a dataset, and how it is found. */
final class DatasetInput {
  @Parameters(
      index = "0",
      paramLabel = "PATH",
      description = {
        "A folder of labelled pictures; a .json, .odgt or data.yaml; LABELS:IMAGES; or the name of "
            + "a registered dataset."
      })
  private String place = "";

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "The folder of the pictures of a .json or .odgt. Default: found by their names.")
  private @Nullable Path images;

  @Option(
      names = "--split",
      paramLabel = "S",
      description = "Only this part: train, val, test, or a list of Pascal VOC. Default: all.")
  private @Nullable String split;

  /**
   * What the arguments name.
   *
   * @param labels the folder or file
   * @param description one sentence about a folder whose layout had to be found out
   * @param parts by name, {@code train} first
   */
  record Found(Path labels, Optional<String> description, Map<String, DatasetSource> parts) {
    /** Reads all parts, each called by its files. */
    Map<String, Dataset> read() {
      Map<String, Dataset> datasets = new LinkedHashMap<>();
      parts.forEach((name, source) -> datasets.put(name, DatasetCatalog.read(source)));
      return datasets;
    }

    /**
     * Reads the only part.
     *
     * @throws DatasetException if there are several
     */
    Dataset readOnly() {
      if (parts.size() > 1) {
        throw new DatasetException(
            labels
                + ": has the parts "
                + String.join(", ", parts.keySet())
                + "; choose one with --split");
      }
      return read().values().iterator().next();
    }
  }

  /**
   * Finds the dataset; its labels are not read yet.
   *
   * @throws DatasetException if there is none
   */
  Found find() {
    DatasetSource given = DatasetSource.parse(place);
    Path labels = given.labels();
    Path pictures = images == null ? given.images() : images;
    DatasetCatalog registered = DatasetCatalog.ofEnvironment(System.getenv());
    if (!Files.exists(labels) && registered.names().contains(place)) {
      return one(registered.source(place));
    }
    if (Files.isDirectory(labels)) {
      return split != null && VocDataset.isIn(labels)
          ? one(new DatasetSource(labels, null, split))
          : parts(DatasetFolder.of(labels));
    }
    return switch (DatasetFormat.of(labels)) {
      case COCO, ODGT -> {
        Path found = pictures == null ? PictureSearch.near(labels).orElse(null) : pictures;
        yield one(new DatasetSource(labels, found, null));
      }
      case YOLO, VOC -> parts(DatasetFolder.of(labels));
    };
  }

  private Found one(DatasetSource source) {
    String name = split;
    if (name == null) {
      name =
          DatasetPart.ofFileName(String.valueOf(source.labels().getFileName()))
              .orElse(DatasetPart.TRAIN)
              .label();
    }
    return new Found(source.labels(), Optional.empty(), Map.of(name, source));
  }

  private Found parts(DatasetFolder folder) {
    Map<String, DatasetSource> parts = new LinkedHashMap<>();
    folder.parts().forEach((part, source) -> parts.put(part.label(), source));
    if (split != null) {
      DatasetSource wanted =
          DatasetPart.ofName(split)
              .map(folder.parts()::get)
              .orElseThrow(
                  () ->
                      new DatasetException(
                          folder.path()
                              + ": there is no part '"
                              + split
                              + "', only "
                              + String.join(", ", parts.keySet())));
      return one(wanted);
    }
    return new Found(folder.path(), Optional.of(folder.description()), parts);
  }
}
