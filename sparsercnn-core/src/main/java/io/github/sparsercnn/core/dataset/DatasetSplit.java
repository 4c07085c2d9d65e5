package io.github.sparsercnn.core.dataset;

import io.github.sparsercnn.DatasetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Deals the pictures of a dataset out to parts, at random, yet so that each class is in every part
 * as often as the part is large, as far as that is possible. A function of the dataset, the
 * fractions and the seed.
 *
 * <p>Source: iterative stratification (Sechidis et al., "On the stratification of multi-label
 * data", 2011): the rarest class goes first, each of its pictures to the part that misses the class
 * most; here with parts of fixed sizes.
 */
public final class DatasetSplit {
  private static final double ROUNDING = 1e-9;
  private static final int NONE = -1;

  private final Dataset dataset;
  private final int[] room;

  /** By part and class: pictures that the part should still get. */
  private final double[][] missing;

  /** By picture: its classes. */
  private final int[][] classes;

  /** By class: pictures not yet dealt out. */
  private final int[] left;

  /** By picture: its part, or none. */
  private final int[] partOf;

  private DatasetSplit(Dataset dataset, List<Double> fractions, int[] sizes) {
    this.dataset = dataset;
    room = sizes.clone();
    int classCount = dataset.categories().size();
    left = new int[classCount];
    partOf = new int[dataset.size()];
    Arrays.fill(partOf, NONE);
    classes = new int[dataset.size()][];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = classesOf(dataset.pictures().get(i));
      for (int classId : classes[i]) {
        left[classId]++;
      }
    }
    missing = new double[sizes.length][classCount];
    for (int part = 0; part < sizes.length; part++) {
      for (int classId = 0; classId < classCount; classId++) {
        missing[part][classId] = fractions.get(part) * left[classId];
      }
    }
  }

  private static int[] classesOf(LabeledPicture picture) {
    return picture.boxes().stream()
        .filter(box -> !box.crowd())
        .mapToInt(LabeledBox::classId)
        .distinct()
        .sorted()
        .toArray();
  }

  /**
   * Splits a dataset.
   *
   * @param dataset what to split
   * @param fractions of the pictures for each part, above 0, together at most 1; what they leave is
   *     in no part
   * @param seed of the random order
   * @return a dataset for each fraction, of at least one picture, in the dataset's order
   * @throws DatasetException if there are fewer pictures than parts
   * @throws IllegalArgumentException if the fractions are no such numbers
   */
  public static List<Dataset> of(Dataset dataset, List<Double> fractions, long seed) {
    double sum = fractions.stream().mapToDouble(Double::doubleValue).sum();
    if (fractions.isEmpty()
        || !fractions.stream().allMatch(fraction -> fraction > 0)
        || !(sum <= 1 + ROUNDING)) {
      throw new IllegalArgumentException(
          "fractions " + fractions + ", expected numbers above 0 whose sum is at most 1");
    }
    if (dataset.size() < fractions.size()) {
      throw new DatasetException(
          dataset.name()
              + ": "
              + dataset.size()
              + " pictures cannot be split into "
              + fractions.size()
              + " parts; add pictures");
    }
    List<Double> all = new ArrayList<>(fractions);
    all.add(Math.max(0, 1 - sum));
    DatasetSplit split = new DatasetSplit(dataset, all, sizes(dataset.size(), all));
    split.deal(seed);
    return split.parts();
  }

  /**
   * Rounds down, then the largest remainders get what that leaves, then the largest parts give to
   * the empty ones. The last part is for what nobody wants, and may be empty.
   */
  private static int[] sizes(int pictures, List<Double> fractions) {
    int[] sizes = new int[fractions.size()];
    double[] remainders = new double[sizes.length];
    for (int part = 0; part < sizes.length; part++) {
      double wanted = fractions.get(part) * pictures;
      sizes[part] = (int) (wanted + ROUNDING);
      remainders[part] = wanted - sizes[part];
    }
    for (int rest = pictures - Arrays.stream(sizes).sum(); rest > 0; rest--) {
      int next = largest(remainders);
      sizes[next]++;
      remainders[next]--;
    }
    for (int part = 0; part < sizes.length - 1; part++) {
      if (sizes[part] == 0) {
        sizes[largest(Arrays.stream(sizes).asDoubleStream().toArray())]--;
        sizes[part]++;
      }
    }
    return sizes;
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  private void deal(long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, dataset.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    for (int rarest = rarest(); rarest >= 0; rarest = rarest()) {
      for (int picture : order) {
        if (partOf[picture] == NONE && has(picture, rarest)) {
          give(picture, neediest(rarest));
        }
      }
    }
    for (int picture : order) {
      if (partOf[picture] == NONE) {
        give(picture, roomiest());
      }
    }
  }

  private int rarest() {
    int rarest = NONE;
    for (int classId = 0; classId < left.length; classId++) {
      if (left[classId] > 0 && (rarest == NONE || left[classId] < left[rarest])) {
        rarest = classId;
      }
    }
    return rarest;
  }

  private boolean has(int picture, int classId) {
    return Arrays.binarySearch(classes[picture], classId) >= 0;
  }

  private int roomiest() {
    return largest(Arrays.stream(room).asDoubleStream().toArray());
  }

  /** The part with room that misses a class most; of equal ones the one with the most room. */
  private int neediest(int classId) {
    int neediest = roomiest();
    for (int part = 0; part < room.length; part++) {
      if (room[part] > 0 && missing[part][classId] > missing[neediest][classId]) {
        neediest = part;
      }
    }
    return neediest;
  }

  private void give(int picture, int part) {
    partOf[picture] = part;
    room[part]--;
    for (int classId : classes[picture]) {
      left[classId]--;
      missing[part][classId]--;
    }
  }

  private List<Dataset> parts() {
    List<Dataset> parts = new ArrayList<>();
    for (int part = 0; part < room.length - 1; part++) {
      List<LabeledPicture> pictures = new ArrayList<>();
      for (int picture = 0; picture < partOf.length; picture++) {
        if (partOf[picture] == part) {
          pictures.add(dataset.pictures().get(picture));
        }
      }
      parts.add(new Dataset(dataset.name(), dataset.categories(), pictures));
    }
    return parts;
  }
}
