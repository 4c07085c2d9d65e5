package io.github.sparsercnn.examples.bench.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A detector that is as good as a real one: it finds most objects, the large ones more surely, with
 * boxes that are off by anything from a hundredth to a half, finds some twice, calls some by a
 * wrong name, and sees things in the background. One score in eight has two decimals, so that equal
 * scores occur within an image and across images.
 */
final class SceneDetector {
  private static final double FOUND_SHARE = 0.85;
  private static final double SMALL_FOUND_SHARE = 0.55;
  private static final double SMALL_AREA = 32 * 32;
  private static final double DUPLICATE_SHARE = 0.25;
  private static final double WRONG_NAME_SHARE = 0.15;
  private static final double LOCAL_NAME_SHARE = 0.5;
  private static final double ROUND_SCORE_SHARE = 0.125;

  /** How far the edges of a good and of a bad box are off, in parts of its sides. */
  private static final double GOOD_EDGES = 0.05;

  private static final double BAD_EDGES = 0.25;
  private static final double EDGE_SPREAD = 0.7;

  private static final double RIGHT_LOGIT = 0.6;
  private static final double WRONG_LOGIT = -2.6;
  private static final double RIGHT_SPREAD = 1.5;
  private static final double WRONG_SPREAD = 1.1;

  private final SceneGenerator scenes;
  private final ProblemSize size;
  private final Draw draw;

  SceneDetector(SceneGenerator scenes, ProblemSize size, Draw draw) {
    this.scenes = scenes;
    this.size = size;
    this.draw = draw;
  }

  /**
   * What is found.
   *
   * @param category from 0
   * @param box its box
   * @param score from 0 to 1
   */
  record Detection(int category, Rectangle box, double score) {}

  /**
   * Looks at an image.
   *
   * @param scene the image
   * @param count how many detections to give
   * @return the detections by falling score, as detectors write them
   */
  List<Detection> detect(Scene scene, int count) {
    List<Detection> found = new ArrayList<>(count);
    for (SceneObject object : scene.objects()) {
      double share = object.area() < SMALL_AREA ? SMALL_FOUND_SHARE : FOUND_SHARE;
      if (found.size() < count && draw.happens(share)) {
        found.add(near(scene, object, object.category(), GOOD_EDGES, rightScore()));
      }
    }
    while (found.size() < count) {
      found.add(wrong(scene));
    }
    found.sort(Comparator.comparingDouble(Detection::score).reversed());
    return found;
  }

  private Detection wrong(Scene scene) {
    if (!scene.objects().isEmpty()) {
      SceneObject object = scene.objects().get(draw.below(scene.objects().size()));
      if (draw.happens(DUPLICATE_SHARE)) {
        return near(scene, object, object.category(), BAD_EDGES, wrongScore());
      }
      if (draw.happens(WRONG_NAME_SHARE)) {
        return near(scene, object, draw.below(size.categories()), GOOD_EDGES, wrongScore());
      }
    }
    return new Detection(
        nameForNothing(scene), scenes.anyBox(scene).inSinglePrecision(), wrongScore());
  }

  private int nameForNothing(Scene scene) {
    return !scene.objects().isEmpty() && draw.happens(LOCAL_NAME_SHARE)
        ? scene.objects().get(draw.below(scene.objects().size())).category()
        : scenes.category();
  }

  private Detection near(
      Scene scene, SceneObject object, int category, double edges, double score) {
    double off = draw.logNormal(edges, EDGE_SPREAD);
    Rectangle box = object.box();
    double left = box.x() + draw.gaussian(0, off) * box.width();
    double top = box.y() + draw.gaussian(0, off) * box.height();
    double right = box.x() + box.width() * (1 + draw.gaussian(0, off));
    double bottom = box.y() + box.height() * (1 + draw.gaussian(0, off));
    Rectangle moved =
        new Rectangle(left, top, right - left, bottom - top)
            .within(scene.width(), scene.height())
            .inSinglePrecision();
    return new Detection(category, moved, score);
  }

  private double rightScore() {
    return score(draw.gaussian(RIGHT_LOGIT, RIGHT_SPREAD));
  }

  private double wrongScore() {
    return score(draw.gaussian(WRONG_LOGIT, WRONG_SPREAD));
  }

  private double score(double logit) {
    double score = 1 / (1 + StrictMath.exp(-logit));
    return draw.happens(ROUND_SCORE_SHARE) ? Rectangle.hundredths(score) : (float) score;
  }
}
