package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is taken for what. Rows are what is there, columns what was detected; the last row is
 * detections of nothing, the last column missed objects.
 *
 * <p>Detections from a score on and objects are paired whatever their category, largest overlap
 * first, from IoU 0.5; of equal overlaps the pair of one category goes first. Unpaired detections
 * that lie by more than half in a crowd of their category are left out. Immutable, thread-safe.
 */
public final class ConfusionMatrix {
  private static final int MAX_EXAMPLES = 10;

  private final int categories;
  private final long[] counts;
  private final Map<Integer, List<Example>> examples;

  private ConfusionMatrix(int categories) {
    this.categories = categories;
    counts = new long[(categories + 1) * (categories + 1)];
    examples = new HashMap<>();
  }

  /**
   * A case of a cell, to look at.
   *
   * @param imageId the image
   * @param annotation the object's number in the ground truth, or -1 if there is none
   * @param detection the detection's number in the results, or -1 if there is none
   */
  public record Example(long imageId, int annotation, int detection) {}

  /**
   * Counts.
   *
   * @param matching ground truth and detections
   * @param threshold detections with this score or more count
   * @return the matrix
   */
  public static ConfusionMatrix of(CocoMatching matching, double threshold) {
    CocoGroundTruth truth = matching.groundTruth();
    ConfusionMatrix matrix = new ConfusionMatrix(truth.categoryCount());
    PerImage perImage = PerImage.of(matching);
    for (int image = 0; image < perImage.imageCount(); image++) {
      long imageId = truth.imageId(image);
      new ImagePairs(matching, perImage, image, threshold)
          .forEach(
              (annotation, detection) ->
                  matrix.add(
                      annotation < 0 ? truth.categoryCount() : truth.category(annotation),
                      detection < 0
                          ? truth.categoryCount()
                          : truth.categoryIndex(matching.results().categoryId(detection)),
                      new Example(imageId, annotation, detection)));
    }
    return matrix;
  }

  private void add(int row, int column, Example example) {
    int cell = row * (categories + 1) + column;
    counts[cell]++;
    examples.computeIfAbsent(cell, key -> new ArrayList<>()).add(example);
  }

  /** {@return how many categories there are; the row and column of this number is "nothing"} */
  public int categories() {
    return categories;
  }

  /**
   * How often one is taken for the other.
   *
   * @param actual what is there, {@link #categories()} for nothing
   * @param detected what was detected, {@link #categories()} for nothing
   * @return the count
   */
  public long count(int actual, int detected) {
    return counts[actual * (categories + 1) + detected];
  }

  /**
   * Cases of a cell, to look at.
   *
   * @param actual what is there, {@link #categories()} for nothing
   * @param detected what was detected, {@link #categories()} for nothing
   * @return at most ten, by rising image id, spread evenly over all cases
   */
  public List<Example> examples(int actual, int detected) {
    List<Example> all = examples.getOrDefault(actual * (categories + 1) + detected, List.of());
    int shown = Math.min(MAX_EXAMPLES, all.size());
    return IntStream.range(0, shown)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / shown)))
        .toList();
  }
}
