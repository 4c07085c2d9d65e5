package io.github.sparsercnn.core.dataset.catalog;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.format.CocoDataset;
import io.github.sparsercnn.core.dataset.format.OdgtDataset;
import io.github.sparsercnn.core.dataset.format.VocDataset;
import io.github.sparsercnn.core.dataset.format.YoloDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Datasets under the names that {@code DATASETS.TRAIN} and {@code DATASETS.TEST} hold: those of
 * detectron2 and the official Sparse R-CNN, and own ones. Immutable; datasets are read when they
 * are asked for.
 */
public final class DatasetCatalog {
  private static final String ROOT_VARIABLE = "DETECTRON2_DATASETS";
  private static final String DEFAULT_YOLO_SPLIT = "train";
  private static final String DEFAULT_ROOT = "datasets";
  private static final List<String> COCO_2014 =
      List.of("train", "val", "minival", "minival_100", "valminusminival");
  private static final List<String> VOC_2007 = List.of("trainval", "train", "val", "test");
  private static final List<String> VOC_2012 = List.of("trainval", "train", "val");

  private final SortedMap<String, DatasetSource> sources;

  private DatasetCatalog(SortedMap<String, DatasetSource> sources) {
    this.sources = sources;
  }

  /**
   * The official datasets below {@code DETECTRON2_DATASETS}, or else below {@code ./datasets}.
   *
   * @param environment of the process, as {@link System#getenv()}
   * @return the catalog
   */
  public static DatasetCatalog ofEnvironment(Map<String, String> environment) {
    return of(Path.of(environment.getOrDefault(ROOT_VARIABLE, DEFAULT_ROOT)));
  }

  /**
   * The official datasets: COCO of 2014 and 2017, CrowdHuman converted to COCO, and Pascal VOC.
   *
   * @param root the folder that detectron2 calls {@code datasets}
   * @return the catalog
   */
  public static DatasetCatalog of(Path root) {
    SortedMap<String, DatasetSource> sources = new TreeMap<>();
    for (String split : COCO_2014) {
      String images = split.equals("train") ? "train2014" : "val2014";
      String json =
          split.endsWith("_100")
              ? "instances_" + split.replace("_100", "2014_100")
              : "instances_" + split + "2014";
      sources.put("coco_2014_" + split, coco(root, json, images));
    }
    sources.put("coco_2017_train", coco(root, "instances_train2017", "train2017"));
    sources.put("coco_2017_val", coco(root, "instances_val2017", "val2017"));
    sources.put("coco_2017_val_100", coco(root, "instances_val2017_100", "val2017"));
    for (String split : List.of("train", "val")) {
      Path crowdHuman = root.resolve("crowdhuman");
      sources.put(
          "CrowdHuman_" + split,
          DatasetSource.of(
              crowdHuman.resolve("annotations").resolve(split + ".json"),
              crowdHuman.resolve("CrowdHuman_" + split)));
    }
    VOC_2007.forEach(split -> sources.put("voc_2007_" + split, voc(root, "VOC2007", split)));
    VOC_2012.forEach(split -> sources.put("voc_2012_" + split, voc(root, "VOC2012", split)));
    return new DatasetCatalog(sources);
  }

  private static DatasetSource coco(Path root, String json, String images) {
    Path coco = root.resolve("coco");
    return DatasetSource.of(
        coco.resolve("annotations").resolve(json + ".json"), coco.resolve(images));
  }

  private static DatasetSource voc(Path root, String folder, String split) {
    return new DatasetSource(root.resolve(folder), null, split);
  }

  /**
   * Registers a dataset.
   *
   * @param name what it shall be called
   * @param source where it lies
   * @return a catalog with it; an own dataset goes before an official one of its name
   * @throws DatasetException if the name is blank
   */
  public DatasetCatalog with(String name, DatasetSource source) {
    if (name.isBlank()) {
      throw new DatasetException("the name of dataset " + source.labels() + " is missing");
    }
    SortedMap<String, DatasetSource> more = new TreeMap<>(sources);
    more.put(name, source);
    return new DatasetCatalog(more);
  }

  /**
   * Registers a dataset written as {@code NAME=JSON:IMAGES} or {@code NAME=FOLDER}.
   *
   * @param definition as a user writes it
   * @return a catalog with it
   * @throws DatasetException if it is not of that form
   */
  public DatasetCatalog with(String definition) {
    int equals = definition.indexOf('=');
    if (equals < 0) {
      throw new DatasetException(
          "'" + definition + "' defines no dataset, expected NAME=JSON:IMAGES");
    }
    return with(
        definition.substring(0, equals).strip(),
        DatasetSource.parse(definition.substring(equals + 1)));
  }

  /** {@return the names, sorted} */
  public List<String> names() {
    return List.copyOf(sources.keySet());
  }

  /**
   * Where a dataset lies.
   *
   * @param name its name
   * @return the source
   * @throws DatasetException if there is none of that name
   */
  public DatasetSource source(String name) {
    DatasetSource source = sources.get(name);
    if (source == null) {
      throw new DatasetException(
          "dataset '"
              + name
              + "' is not registered; known are "
              + String.join(", ", sources.keySet())
              + "; register your own with NAME=JSON:IMAGES");
    }
    return source;
  }

  /**
   * Reads a dataset.
   *
   * @param name its name
   * @return the dataset, called by that name
   * @throws DatasetException if there is none of that name, or it cannot be used
   */
  public Dataset read(String name) {
    return read(source(name)).named(name);
  }

  /**
   * Reads a dataset that need not be registered.
   *
   * @param source where it lies
   * @return the dataset, called by its files
   * @throws DatasetException if the labels are missing, of an unknown format, or cannot be used
   * @throws io.github.sparsercnn.ImageException if a picture must be looked at for its size and
   *     cannot be read
   */
  public static Dataset read(DatasetSource source) {
    Path labels = source.labels();
    String split = source.split();
    Path folder =
        source.images() == null ? labels.toAbsolutePath().resolveSibling("") : source.images();
    return switch (DatasetFormat.of(labels)) {
      case COCO -> CocoDataset.read(labels, folder);
      case ODGT -> OdgtDataset.read(labels, folder);
      case VOC -> VocDataset.read(labels, split);
      case YOLO -> YoloDataset.read(labels, split == null ? DEFAULT_YOLO_SPLIT : split);
    };
  }
}
