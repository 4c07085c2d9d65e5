package io.github.sparsercnn.core.evaluation;

import java.util.Arrays;

/**
 * The cells of an evaluation: pairs of a category and an image that have ground truth or
 * detections. Cells are ordered by category, then image; within a cell, ground truth and detections
 * keep the order of their files. Only what is there takes space, not the whole grid.
 */
final class Cells {
  private final int[] detections;
  private final int[] annotations;
  private final int[] categoryStarts;
  private final int[] detectionStarts;
  private final int[] annotationStarts;

  /**
   * Makes the cells.
   *
   * @param categories how many there are
   * @param images how many there are
   * @param truth category and image of each annotation
   * @param found category and image of each detection
   */
  Cells(int categories, int images, Places truth, Places found) {
    annotations = truth.sorted(categories, images);
    detections = found.sorted(categories, images);
    int bound = annotations.length + detections.length;
    int[] detectionStart = new int[bound + 1];
    int[] annotationStart = new int[bound + 1];
    categoryStarts = new int[categories + 1];
    int cell = 0;
    int d = 0;
    int a = 0;
    for (int category = 0; category < categories; category++) {
      categoryStarts[category] = cell;
      while (true) {
        int image =
            Math.min(
                truth.imageAt(annotations, a, category), found.imageAt(detections, d, category));
        if (image == Places.NONE) {
          break;
        }
        detectionStart[cell] = d;
        annotationStart[cell] = a;
        while (truth.imageAt(annotations, a, category) == image) {
          a++;
        }
        while (found.imageAt(detections, d, category) == image) {
          d++;
        }
        cell++;
      }
    }
    categoryStarts[categories] = cell;
    detectionStart[cell] = d;
    annotationStart[cell] = a;
    detectionStarts = Arrays.copyOf(detectionStart, cell + 1);
    annotationStarts = Arrays.copyOf(annotationStart, cell + 1);
  }

  /** The category and the image of each item; items with a negative number belong nowhere. */
  static final class Places {
    static final int NONE = Integer.MAX_VALUE;

    private final int[] categories;
    private final int[] images;

    Places(int[] categories, int[] images) {
      this.categories = categories;
      this.images = images;
    }

    /** The items by category, then image, then their own order. */
    int[] sorted(int categoryCount, int imageCount) {
      int placed = 0;
      int[] items = new int[categories.length];
      for (int item = 0; item < items.length; item++) {
        if (categories[item] >= 0 && images[item] >= 0) {
          items[placed++] = item;
        }
      }
      items = Arrays.copyOf(items, placed);
      return countingSort(countingSort(items, images, imageCount), categories, categoryCount);
    }

    private static int[] countingSort(int[] items, int[] keys, int keyCount) {
      int[] starts = new int[keyCount + 1];
      for (int item : items) {
        starts[keys[item] + 1]++;
      }
      for (int key = 0; key < keyCount; key++) {
        starts[key + 1] += starts[key];
      }
      int[] sorted = new int[items.length];
      for (int item : items) {
        sorted[starts[keys[item]]++] = item;
      }
      return sorted;
    }

    /** The image of the sorted item at {@code at}, or NONE if it is of another category. */
    int imageAt(int[] sorted, int at, int category) {
      return at < sorted.length && categories[sorted[at]] == category ? images[sorted[at]] : NONE;
    }
  }

  int count() {
    return detectionStarts.length - 1;
  }

  /** Where the cells of a category begin; those of the last category end at {@code count()}. */
  int categoryStart(int category) {
    return categoryStarts[category];
  }

  /** Where a cell's detections begin in {@link #detections()}. */
  int detectionStart(int cell) {
    return detectionStarts[cell];
  }

  /** Where a cell's annotations begin in {@link #annotations()}. */
  int annotationStart(int cell) {
    return annotationStarts[cell];
  }

  /** The detections, cell after cell. Cells may be sorted in place, each by one thread. */
  int[] detections() {
    return detections;
  }

  /** The annotations, cell after cell. */
  int[] annotations() {
    return annotations;
  }
}
