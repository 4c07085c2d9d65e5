package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.evaluation.CocoFigure;
import io.github.sparsercnn.core.evaluation.CocoReport;
import java.util.List;

/**
 * One of the twelve figures in plain words.
 *
 * @param name what papers call it
 * @param meaning what it says
 */
record FigureText(String name, String meaning) {
  static FigureText of(CocoFigure figure, List<Integer> limits) {
    int last = limits.get(limits.size() - 1);
    return switch (figure) {
      case AP ->
          new FigureText(
              "AP",
              "The headline: precision averaged over all recalls, over ten demands on how exactly"
                  + " a box must fit (IoU 0.50 to 0.95), and over the categories. 1 is perfect."
                  + (limits.contains(CocoReport.AP_LIMIT)
                      ? ""
                      : " It is defined at 100 detections only, which is none of the limits here."));
      case AP50 ->
          new FigureText(
              "AP50",
              "The same if half an overlap is enough (IoU 0.50): are objects found at all?");
      case AP75 -> new FigureText("AP75", "The same at IoU 0.75: do the boxes fit?");
      case AP_SMALL ->
          new FigureText(
              "AP small", "AP of objects of up to 32 × 32 pixels in the original picture.");
      case AP_MEDIUM ->
          new FigureText("AP medium", "AP of objects from 32 × 32 to 96 × 96 pixels.");
      case AP_LARGE -> new FigureText("AP large", "AP of objects from 96 × 96 pixels.");
      case AR_FIRST ->
          recall(
              limits.get(0),
              "The share of objects found, averaged over the ten demands, with ",
              " per category and picture.");
      case AR_SECOND -> recall(limits.get(1), "The same with ", ".");
      case AR_THIRD ->
          recall(
              last,
              "The same with ",
              ": what can be found at all, whatever the scores. AP cannot be much higher.");
      case AR_SMALL -> new FigureText("AR small", "Recall of small objects.");
      case AR_MEDIUM -> new FigureText("AR medium", "Recall of medium objects.");
      case AR_LARGE -> new FigureText("AR large", "Recall of large objects.");
    };
  }

  private static FigureText recall(int limit, String before, String after) {
    return new FigureText(
        "AR " + limit,
        before
            + (limit == 1 ? "the surest detection" : "the " + limit + " surest detections")
            + after);
  }
}
