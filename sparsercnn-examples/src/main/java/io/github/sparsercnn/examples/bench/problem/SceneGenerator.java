package io.github.sparsercnn.examples.bench.problem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes images with objects that are distributed like those of COCO's val2017: two in five are
 * small, a quarter is large, nearly a third is of the first category, an image holds few
 * categories, most images hold few objects and some hold dozens, one object in a hundred is a
 * crowd.
 */
final class SceneGenerator {
  private static final int[][] IMAGE_SIZES = {
    {640, 480}, {640, 480}, {640, 480}, {640, 427}, {640, 427}, {480, 640}, {427, 640}, {500, 375}
  };
  private static final int LARGEST_ID = 600_000;
  private static final int IDS_PER_IMAGE = 4;

  private static final double FIRST_CATEGORY_SHARE = 0.3;
  private static final int CATEGORY_FLATNESS = 5;
  private static final int MOST_CATEGORIES_PER_IMAGE = 4;

  /** Median and spread of the square root of the box, which make COCO's shares of the sizes. */
  private static final double MEDIAN_SIDE = 54;

  private static final double SIDE_DEVIATION = 1.17;
  private static final double ASPECT_DEVIATION = 0.45;
  private static final double CROWD_SHARE = 0.012;
  private static final double CROWD_GROWTH = 3;

  /** The borders of COCO's size classes, on which an area is put now and then. */
  private static final double[] BORDERS = {32 * 32, 96 * 96};

  private static final double BORDER_SHARE = 0.005;
  private static final double TEN_THOUSANDTHS = 10_000;

  private final ProblemSize size;
  private final Draw draw;
  private final double[] categories;

  SceneGenerator(ProblemSize size, Draw draw) {
    this.size = size;
    this.draw = draw;
    categories = Shares.cumulative(categoryWeights(size.categories()));
  }

  private static double[] categoryWeights(int count) {
    double[] weights = new double[count];
    double rest = 0;
    for (int i = 1; i < count; i++) {
      weights[i] = 1.0 / (i + CATEGORY_FLATNESS);
      rest += weights[i];
    }
    weights[0] = count == 1 ? 1 : rest * FIRST_CATEGORY_SHARE / (1 - FIRST_CATEGORY_SHARE);
    return weights;
  }

  /** All images, in no particular order of their ids. */
  List<Scene> generate() {
    double[] weights = new double[size.images()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = draw.exponential();
    }
    int[] counts = Shares.of(size.boxes(), weights);
    Set<Long> ids = new HashSet<>();
    List<Scene> scenes = new ArrayList<>(size.images());
    for (int count : counts) {
      scenes.add(scene(freshId(ids), count));
    }
    return scenes;
  }

  private long freshId(Set<Long> taken) {
    int bound = Math.max(LARGEST_ID, Math.multiplyExact(size.images(), IDS_PER_IMAGE));
    while (true) {
      long id = 1L + draw.below(bound);
      if (taken.add(id)) {
        return id;
      }
    }
  }

  private Scene scene(long id, int count) {
    int[] imageSize = IMAGE_SIZES[draw.below(IMAGE_SIZES.length)];
    int[] here = new int[draw.atLeastAndAtMost(1, MOST_CATEGORIES_PER_IMAGE)];
    for (int i = 0; i < here.length; i++) {
      here[i] = category();
    }
    List<SceneObject> objects = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      objects.add(object(here[draw.below(here.length)], imageSize[0], imageSize[1]));
    }
    return new Scene(id, imageSize[0], imageSize[1], objects);
  }

  /** Any category, as often as it occurs. */
  int category() {
    return draw.index(categories);
  }

  private SceneObject object(int category, int width, int height) {
    boolean crowd = draw.happens(CROWD_SHARE);
    Rectangle box = box(width, height, crowd ? CROWD_GROWTH : 1);
    double area = box.area() * draw.between(0.45, 0.85);
    if (draw.happens(BORDER_SHARE)) {
      area = BORDERS[draw.below(BORDERS.length)];
    }
    area = Math.rint(area * TEN_THOUSANDTHS) / TEN_THOUSANDTHS;
    return new SceneObject(category, box, area, crowd);
  }

  private Rectangle box(int imageWidth, int imageHeight, double growth) {
    double side = growth * draw.logNormal(MEDIAN_SIDE, SIDE_DEVIATION);
    double aspect = draw.logNormal(1, ASPECT_DEVIATION);
    double width = Math.min(side * aspect, imageWidth);
    double height = Math.min(side / aspect, imageHeight);
    return new Rectangle(
            draw.between(0, imageWidth - width),
            draw.between(0, imageHeight - height),
            width,
            height)
        .within(imageWidth, imageHeight)
        .inHundredths();
  }

  /** A box anywhere in an image, of the usual sizes. */
  Rectangle anyBox(Scene scene) {
    return box(scene.width(), scene.height(), 1);
  }
}
