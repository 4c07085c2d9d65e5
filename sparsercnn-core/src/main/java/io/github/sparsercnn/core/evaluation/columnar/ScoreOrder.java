package io.github.sparsercnn.core.evaluation.columnar;

/**
 * Sorts detections by falling score. Equal scores keep their order, as with numpy's {@code
 * mergesort}; -0 equals 0. Not thread-safe: it keeps its scratch space.
 */
public final class ScoreOrder {
  private static final int RUN = 16;

  private final double[] scores;
  private int[] scratch = new int[0];

  /**
   * Makes an order.
   *
   * @param scores of all detections, without NaN; not copied
   */
  public ScoreOrder(double[] scores) {
    this.scores = scores;
  }

  /**
   * Sorts a part of a list of detections.
   *
   * @param detections indices into the scores
   * @param from where the part begins
   * @param to where the part ends
   */
  public void sort(int[] detections, int from, int to) {
    for (int start = from; start < to; start += RUN) {
      insertionSort(detections, start, Math.min(start + RUN, to));
    }
    if (to - from > RUN) {
      mergeRuns(detections, from, to);
    }
  }

  private void insertionSort(int[] detections, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int moving = detections[i];
      double score = scores[moving];
      int place = i;
      while (place > from && scores[detections[place - 1]] < score) {
        detections[place] = detections[place - 1];
        place--;
      }
      detections[place] = moving;
    }
  }

  private void mergeRuns(int[] detections, int from, int to) {
    int count = to - from;
    if (scratch.length < count) {
      scratch = new int[count];
    }
    for (int width = RUN; width < count; width *= 2) {
      System.arraycopy(detections, from, scratch, 0, count);
      for (int start = 0; start < count; start += 2 * width) {
        int middle = Math.min(start + width, count);
        merge(start, middle, Math.min(middle + width, count), detections, from + start);
      }
    }
  }

  private void merge(int left, int middle, int end, int[] into, int at) {
    int right = middle;
    int leftEnd = middle;
    while (left < leftEnd && right < end) {
      into[at++] =
          scores[scratch[right]] > scores[scratch[left]] ? scratch[right++] : scratch[left++];
    }
    System.arraycopy(scratch, left, into, at, leftEnd - left);
    System.arraycopy(scratch, right, into, at + leftEnd - left, end - right);
  }
}
