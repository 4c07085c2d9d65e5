package io.github.sparsercnn.core.evaluation.analysis;

import io.github.sparsercnn.core.evaluation.CocoMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What became of every object and detection of one image at a threshold of the score and IoU 0.5,
 * in the terms of {@link TideError}.
 *
 * @param image the image's number in the ground truth
 * @param objects its annotations, in file order
 * @param detections its detections from the threshold on, by falling score
 */
public record ImageVerdict(int image, List<OnObject> objects, List<OnDetection> detections) {
  private static final int NONE = -1;

  /** Copies the lists. */
  public ImageVerdict {
    objects = List.copyOf(objects);
    detections = List.copyOf(detections);
  }

  /**
   * What became of an object.
   *
   * @param annotation its number in the ground truth
   * @param detection the detection that is right about it, or -1 if it is missed
   * @param counts false for crowds and what else is ignored
   */
  public record OnObject(int annotation, int detection, boolean counts) {
    /** {@return whether it counts and nothing is right about it} */
    public boolean isMissed() {
      return counts && detection == NONE;
    }
  }

  /**
   * What became of a detection.
   *
   * @param detection its number in the results
   * @param error what is wrong with it, or nothing
   * @param annotation the object that it has, or that the error is about; -1 if it is about none
   * @param overlap its IoU with that object, or 0
   * @param counts false for a wrong detection in a crowd
   */
  public record OnDetection(
      int detection, Optional<TideError> error, int annotation, double overlap, boolean counts) {
    /** {@return whether it counts and is wrong} */
    public boolean isWrong() {
      return counts && error.isPresent();
    }
  }

  /**
   * Judges images.
   *
   * @param matching ground truth and detections
   * @param images the images' numbers in the ground truth
   * @param threshold detections with this score or more count
   * @return a verdict per image, in the order given
   */
  public static List<ImageVerdict> of(CocoMatching matching, int[] images, double threshold) {
    PerImage perImage = PerImage.of(matching);
    return Arrays.stream(images)
        .mapToObj(image -> of(matching, perImage, image, threshold))
        .toList();
  }

  private static ImageVerdict of(
      CocoMatching matching, PerImage perImage, int image, double threshold) {
    int[] annotations = perImage.annotations(image);
    int[] detections =
        Arrays.stream(perImage.detections(image))
            .filter(detection -> matching.results().score(detection) >= threshold)
            .toArray();
    TideImage tide = new TideImage(matching, annotations, detections);
    List<OnObject> objects = new ArrayList<>();
    List<Integer> counting = new ArrayList<>();
    for (int annotation : annotations) {
      if (matching.isIgnored(annotation)) {
        objects.add(new OnObject(annotation, NONE, false));
      } else {
        int owner = tide.owner(counting.size());
        objects.add(new OnObject(annotation, owner == NONE ? NONE : detections[owner], true));
        counting.add(annotation);
      }
    }
    List<OnDetection> found = new ArrayList<>();
    for (int d = 0; d < detections.length; d++) {
      int about = tide.about(d);
      found.add(
          new OnDetection(
              detections[d],
              Optional.ofNullable(tide.error(d)),
              about == NONE ? NONE : counting.get(about),
              about == NONE ? 0 : tide.overlap(d, about),
              !tide.isIgnored(d)));
    }
    return new ImageVerdict(image, objects, found);
  }

  /** {@return how many objects count} */
  public int counting() {
    return (int) objects.stream().filter(OnObject::counts).count();
  }

  /** {@return how many objects are missed} */
  public int missed() {
    return (int) objects.stream().filter(OnObject::isMissed).count();
  }

  /** {@return how many detections are wrong} */
  public int wrong() {
    return (int) detections.stream().filter(OnDetection::isWrong).count();
  }
}
