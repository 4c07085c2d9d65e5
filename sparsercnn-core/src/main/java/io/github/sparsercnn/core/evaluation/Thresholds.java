package io.github.sparsercnn.core.evaluation;

/** COCO's thresholds as numpy's {@code linspace} gives them, to the last bit. */
final class Thresholds {
  /** How many IoU thresholds there are: 0.50, 0.55 to 0.95. */
  static final int IOU_COUNT = 10;

  /** How many recall thresholds there are: 0.00, 0.01 to 1.00. */
  static final int RECALL_COUNT = 101;

  private static final double[] IOU = linspace(0.5, 0.95, IOU_COUNT);
  private static final double[] RECALL = linspace(0, 1, RECALL_COUNT);

  private Thresholds() {}

  static double iou(int index) {
    return IOU[index];
  }

  static double recall(int index) {
    return RECALL[index];
  }

  private static double[] linspace(double start, double stop, int count) {
    double step = (stop - start) / (count - 1);
    double[] values = new double[count];
    for (int i = 0; i < count - 1; i++) {
      values[i] = i * step + start;
    }
    values[count - 1] = stop;
    return values;
  }
}
