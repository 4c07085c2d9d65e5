package io.github.sparsercnn.core.inference;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What the network answered for one picture, before boxes are cut at its borders: columns that go
 * side by side.
 *
 * @param boxes {@code [N, 4]}, {@code xyxy} in pixels, finite; may leave the picture
 * @param scores {@code [N]}
 * @param classIds {@code [N]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Detections(float[] boxes, float[] scores, int[] classIds) {
  private static final int EDGES = 4;

  int size() {
    return scores.length;
  }

  /** The area of a box, in square pixels. */
  float area(int index) {
    int box = EDGES * index;
    return (boxes[box + 2] - boxes[box]) * (boxes[box + 3] - boxes[box + 1]);
  }

  /** Those that a condition on their index holds for, in the same order. */
  Detections where(IntPredicate keep) {
    return at(IntStream.range(0, size()).filter(keep).toArray());
  }

  /** Those at some indices, in that order. */
  Detections at(int[] indices) {
    float[] chosenBoxes = new float[EDGES * indices.length];
    float[] chosenScores = new float[indices.length];
    int[] chosenClassIds = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(boxes, EDGES * indices[i], chosenBoxes, EDGES * i, EDGES);
      chosenScores[i] = scores[indices[i]];
      chosenClassIds[i] = classIds[indices[i]];
    }
    return new Detections(chosenBoxes, chosenScores, chosenClassIds);
  }

  /** Takes the boxes along when their picture is resized. */
  Detections scaled(float sx, float sy) {
    float[] scaled = new float[boxes.length];
    for (int i = 0; i < boxes.length; i++) {
      scaled[i] = boxes[i] * (i % 2 == 0 ? sx : sy);
    }
    return new Detections(scaled, scores, classIds);
  }

  /** Takes the boxes along when left and right of their picture are exchanged. */
  Detections mirrored(int width) {
    float[] mirrored = boxes.clone();
    for (int i = 0; i < boxes.length; i += EDGES) {
      mirrored[i] = width - boxes[i + 2];
      mirrored[i + 2] = width - boxes[i];
    }
    return new Detections(mirrored, scores, classIds);
  }

  /** Puts several behind each other. */
  static Detections concat(List<Detections> parts) {
    int count = parts.stream().mapToInt(Detections::size).sum();
    Detections all = new Detections(new float[EDGES * count], new float[count], new int[count]);
    int at = 0;
    for (Detections part : parts) {
      System.arraycopy(part.boxes, 0, all.boxes, EDGES * at, part.boxes.length);
      System.arraycopy(part.scores, 0, all.scores, at, part.size());
      System.arraycopy(part.classIds, 0, all.classIds, at, part.size());
      at += part.size();
    }
    return all;
  }

  /** Best first; equal scores keep their order. */
  Detections sorted() {
    return at(
        IntStream.range(0, size())
            .boxed()
            .sorted((a, b) -> Float.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  @Override
  public String toString() {
    return "boxes "
        + Arrays.toString(boxes)
        + ", scores "
        + Arrays.toString(scores)
        + ", classes "
        + Arrays.toString(classIds);
  }
}
