package io.github.sparsercnn.examples.cli.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.XYStyler;

/** AP in percent on the left axis, and the learning rate, dashed, on the right one. */
final class ScorePanel extends TrainingPanel {
  private static final int AP_AXIS = 0;
  private static final int RATE_AXIS = 1;

  private static final List<Color> AP = List.of(new Color(0xb2182b), new Color(0x7b3294));
  private static final Color RATE = new Color(0x8c8c8c);
  private static final BasicStroke DASHED =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
  private static final float AP_WIDTH = 2;

  /** The AP axis ends at a multiple of this, in percent. */
  private static final double AP_STEP = 10;

  /** How much room there is above the learning rate. */
  private static final double ROOM = 1.1;

  /** Labels of the learning rate are smaller than this; those of the AP are whole. */
  private static final double LARGEST_RATE_LABEL = 0.99;

  private ScorePanel(int width, int height, long lastIteration) {
    super(width, height, lastIteration);
    chart().setCustomYAxisTickLabelsFormatter(ScorePanel::label);
  }

  /** {@return the panels of a run: none if it has neither AP nor learning rate} */
  static List<ScorePanel> of(TrainingCurves curves, int width, int height) {
    List<Curve> scores = curves.ap();
    Curve rate = curves.learningRate();
    if (scores.isEmpty() && rate.isEmpty()) {
      return List.of();
    }
    ScorePanel panel = new ScorePanel(width, height, curves.lastIteration());
    if (!rate.isEmpty()) {
      panel.addRate(rate, scores.isEmpty() ? AP_AXIS : RATE_AXIS);
    }
    if (!scores.isEmpty()) {
      panel.addScores(scores);
    }
    return List.of(panel);
  }

  private void addScores(List<Curve> scores) {
    double max = scores.stream().mapToDouble(Curve::max).max().orElseThrow();
    XYStyler styler = chart().getStyler();
    styler.setYAxisMin(AP_AXIS, 0.0);
    styler.setYAxisMax(AP_AXIS, AP_STEP * (Math.floor(max / AP_STEP) + 1));
    chart().setYAxisGroupTitle(AP_AXIS, "AP (%)");
    for (int i = 0; i < scores.size(); i++) {
      add(scores.get(i), AP_AXIS, AP.get(i % AP.size()), true).setLineWidth(AP_WIDTH);
    }
  }

  private void addRate(Curve rate, int group) {
    XYStyler styler = chart().getStyler();
    styler.setYAxisGroupPosition(group, YAxisPosition.Right);
    styler.setYAxisMin(group, 0.0);
    // A learning rate of 0, which a schedule may end with, still needs an axis.
    styler.setYAxisMax(group, Math.max(rate.max(), Double.MIN_NORMAL) * ROOM);
    chart().setYAxisGroupTitle(group, "learning rate");
    add(rate, group, RATE, false).setLineStyle(DASHED);
  }

  private static String label(double value) {
    return value == 0 || value > LARGEST_RATE_LABEL
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1e", value);
  }
}
