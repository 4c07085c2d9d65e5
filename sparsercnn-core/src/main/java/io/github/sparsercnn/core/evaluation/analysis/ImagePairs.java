package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.BoxOverlap;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;
import io.github.sparsercnn.core.evaluation.CocoMatching;
import io.github.sparsercnn.core.evaluation.CocoResults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Pairs of objects and detections of one image, whatever their category. */
final class ImagePairs {
  private static final double THRESHOLD = 0.5;
  private static final int NONE = -1;

  private final CocoGroundTruth truth;
  private final CocoResults results;
  private final int[] objects;
  private final int[] crowds;
  private final int[] detections;

  ImagePairs(CocoMatching matching, PerImage perImage, int image, double scoreThreshold) {
    truth = matching.groundTruth();
    results = matching.results();
    int[] annotations = perImage.annotations(image);
    objects = Arrays.stream(annotations).filter(a -> !matching.isIgnored(a)).toArray();
    crowds = Arrays.stream(annotations).filter(matching::isIgnored).toArray();
    detections =
        Arrays.stream(perImage.detections(image))
            .filter(detection -> results.score(detection) >= scoreThreshold)
            .toArray();
  }

  /** What is told about each object and detection, with -1 for nothing. */
  interface Visitor {
    void visit(int annotation, int detection);
  }

  private record Pair(int object, int detection, double overlap, boolean isSameCategory) {}

  void forEach(Visitor visitor) {
    int[] detectionOf = new int[objects.length];
    int[] objectOf = new int[detections.length];
    Arrays.fill(detectionOf, NONE);
    Arrays.fill(objectOf, NONE);
    for (Pair pair : candidates()) {
      if (detectionOf[pair.object] == NONE && objectOf[pair.detection] == NONE) {
        detectionOf[pair.object] = pair.detection;
        objectOf[pair.detection] = pair.object;
      }
    }
    for (int o = 0; o < objects.length; o++) {
      visitor.visit(objects[o], detectionOf[o] == NONE ? NONE : detections[detectionOf[o]]);
    }
    for (int d = 0; d < detections.length; d++) {
      if (objectOf[d] == NONE && !liesInCrowd(detections[d])) {
        visitor.visit(NONE, detections[d]);
      }
    }
  }

  private List<Pair> candidates() {
    List<Pair> pairs = new ArrayList<>();
    for (int d = 0; d < detections.length; d++) {
      for (int o = 0; o < objects.length; o++) {
        double overlap = BoxOverlap.of(results, detections[d], truth, objects[o], false);
        if (overlap >= THRESHOLD) {
          pairs.add(new Pair(o, d, overlap, isSameCategory(objects[o], detections[d])));
        }
      }
    }
    pairs.sort(
        Comparator.comparingDouble((Pair pair) -> -pair.overlap)
            .thenComparing(pair -> !pair.isSameCategory));
    return pairs;
  }

  private boolean isSameCategory(int annotation, int detection) {
    return truth.categoryId(truth.category(annotation)) == results.categoryId(detection);
  }

  private boolean liesInCrowd(int detection) {
    return Arrays.stream(crowds)
        .anyMatch(
            crowd ->
                isSameCategory(crowd, detection)
                    && BoxOverlap.of(results, detection, truth, crowd, true) > THRESHOLD);
  }
}
