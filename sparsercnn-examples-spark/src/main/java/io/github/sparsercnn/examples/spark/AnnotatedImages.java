package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The ids of an annotation file, so that results can be measured against it: a picture is known by
 * the end of its path. Not thread-safe.
 */
final class AnnotatedImages implements ImageIds {
  private final Map<String, Long> ids = new HashMap<>();
  private final Set<Long> given = new HashSet<>();
  private final String source;

  private AnnotatedImages(CocoGroundTruth truth) {
    source = truth.source();
    for (int i = 0; i < truth.imageCount(); i++) {
      ids.put(truth.fileName(i), truth.imageId(i));
    }
  }

  /**
   * Reads the names and ids.
   *
   * @param annotations a COCO annotation file
   * @throws DatasetException if it cannot be read
   */
  static AnnotatedImages read(Path annotations) {
    return new AnnotatedImages(CocoGroundTruth.read(annotations));
  }

  /**
   * Finds the id of a picture.
   *
   * @throws DatasetException if another picture had it already
   */
  @Override
  public OptionalLong of(long imageId, String path) {
    String name = path;
    while (!ids.containsKey(name)) {
      int slash = name.indexOf('/');
      if (slash < 0) {
        return OptionalLong.empty();
      }
      name = name.substring(slash + 1);
    }
    long id = ids.get(name);
    if (!given.add(id)) {
      throw new DatasetException(
          path + ": is " + name + " of " + source + ", and so is another picture of the job");
    }
    return OptionalLong.of(id);
  }
}
