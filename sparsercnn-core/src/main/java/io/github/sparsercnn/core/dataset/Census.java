package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxCounts;
import io.github.sparsercnn.core.dataset.DatasetStatistics.BoxFigures;
import io.github.sparsercnn.core.dataset.DatasetStatistics.ClassCount;
import io.github.sparsercnn.core.dataset.DatasetStatistics.Found;
import io.github.sparsercnn.core.dataset.DatasetStatistics.PictureFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Goes through a dataset once and collects its statistics. Not thread-safe. */
final class Census {
  private static final double SMALL_SIDE = 32;
  private static final double LARGE_SIDE = 96;

  /**
   * Annotation tools round to half pixels; only what leaves the picture further is worth a word.
   */
  private static final double NOTEWORTHY = 0.5;

  private static final Comparator<ImageSize> BY_AREA =
      Comparator.comparingLong(size -> (long) size.width() * size.height());
  private static final Comparator<Learnable> BY_BOX_AREA =
      Comparator.comparingDouble(Learnable::area);

  private final Dataset dataset;
  private final long[] classBoxes;
  private final int[] classPictures;
  private final List<Learnable> learnable = new ArrayList<>();
  private final double[] perPicture;
  private int withoutObjects;
  private long objects;
  private long crowds;
  private long degenerate;
  private long outside;
  private long leaving;

  Census(Dataset dataset) {
    this.dataset = dataset;
    classBoxes = new long[dataset.categories().size()];
    classPictures = new int[dataset.categories().size()];
    perPicture = new double[dataset.size()];
    for (int i = 0; i < dataset.size(); i++) {
      LabeledPicture picture = dataset.pictures().get(i);
      int before = learnable.size();
      count(picture);
      perPicture[i] = learnable.size() - before;
    }
  }

  /** A box that is trained on, clipped. */
  private record Learnable(LabeledPicture picture, LabeledBox box) {
    double area() {
      return box.width() * box.height();
    }

    double relativeSize() {
      return Math.sqrt(area() / picture.size().width() / picture.size().height());
    }

    Found found() {
      return new Found(picture.fileName(), box);
    }
  }

  private void count(LabeledPicture picture) {
    Set<Integer> present = new HashSet<>();
    for (LabeledBox box : picture.boxes()) {
      if (box.crowd()) {
        crowds++;
        continue;
      }
      objects++;
      classBoxes[box.classId()]++;
      present.add(box.classId());
      measure(picture, box);
    }
    withoutObjects += present.isEmpty() ? 1 : 0;
    present.forEach(classId -> classPictures[classId]++);
  }

  private void measure(LabeledPicture picture, LabeledBox box) {
    LabeledBox clipped = box.clipped(picture.size());
    if (box.isEmpty()) {
      degenerate++;
    } else if (clipped.isEmpty()) {
      outside++;
    } else {
      learnable.add(new Learnable(picture, clipped));
      double beyond =
          Math.max(
              Math.max(clipped.x1() - box.x1(), clipped.y1() - box.y1()),
              Math.max(box.x2() - clipped.x2(), box.y2() - clipped.y2()));
      leaving += beyond >= NOTEWORTHY ? 1 : 0;
    }
  }

  DatasetStatistics result() {
    List<ClassCount> classes = new ArrayList<>();
    for (int classId = 0; classId < classBoxes.length; classId++) {
      classes.add(
          new ClassCount(
              dataset.categories().label(classId),
              dataset.categories().datasetId(classId),
              classBoxes[classId],
              classPictures[classId]));
    }
    return new DatasetStatistics(
        dataset.size(),
        withoutObjects,
        new BoxCounts(objects, crowds, degenerate, outside, leaving),
        classes,
        dataset.size() == 0 ? Optional.empty() : Optional.of(pictureFigures()),
        learnable.isEmpty() ? Optional.empty() : Optional.of(boxFigures()));
  }

  private PictureFigures pictureFigures() {
    List<ImageSize> sizes = dataset.pictures().stream().map(LabeledPicture::size).toList();
    Set<ImageSize> different = new HashSet<>(sizes);
    double logAspects =
        sizes.stream().mapToDouble(size -> Math.log((double) size.width() / size.height())).sum();
    int fullest = 0;
    for (int i = 1; i < perPicture.length; i++) {
      fullest = perPicture[i] > perPicture[fullest] ? i : fullest;
    }
    return new PictureFigures(
        first(sizes, BY_AREA),
        first(sizes, BY_AREA.reversed()),
        different.size(),
        Spread.of(sizes.stream().mapToDouble(ImageSize::width).toArray()),
        Spread.of(sizes.stream().mapToDouble(ImageSize::height).toArray()),
        Math.exp(logAspects / sizes.size()),
        Spread.of(perPicture),
        dataset.pictures().get(fullest).fileName());
  }

  private BoxFigures boxFigures() {
    long small = learnable.stream().filter(box -> box.area() < SMALL_SIDE * SMALL_SIDE).count();
    long large = learnable.stream().filter(box -> box.area() >= LARGE_SIDE * LARGE_SIDE).count();
    return new BoxFigures(
        spread(box -> box.box().width()),
        spread(box -> box.box().height()),
        spread(Learnable::relativeSize),
        small,
        learnable.size() - small - large,
        large,
        first(learnable, BY_BOX_AREA).found(),
        first(learnable, BY_BOX_AREA.reversed()).found());
  }

  private Spread spread(ToDoubleFunction<Learnable> figure) {
    return Spread.of(learnable.stream().mapToDouble(figure).toArray());
  }

  /** The first of the smallest. */
  private static <T> T first(List<T> values, Comparator<T> order) {
    T first = values.get(0);
    for (T value : values) {
      first = order.compare(value, first) < 0 ? value : first;
    }
    return first;
  }
}
