package io.github.sparsercnn.examples.cli.training;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The total loss, and in light colours what it is made of, on an axis of powers of ten: a loss
 * falls from a hundred to five, and the last tenths count.
 */
final class LossPanel extends TrainingPanel {
  private static final Color TOTAL = new Color(0x1f4e9c);
  private static final List<Color> KINDS =
      List.of(
          new Color(0x9ecae1),
          new Color(0xa1d99b),
          new Color(0xfdbe85),
          new Color(0xcbb5e2),
          new Color(0xd9c3a5));
  private static final float TOTAL_WIDTH = 2.5f;
  private static final float KIND_WIDTH = 1.5f;

  /** How much room there is above and below the curves. */
  private static final double ROOM = 1.2;

  /** What is labelled within a power of ten; the chart itself labels the powers only. */
  private static final double[] LABELLED = {2, 5};

  private static final int LABEL_DISTANCE = 12;

  private final double min;
  private final double max;

  private LossPanel(int width, int height, long lastIteration, List<Curve> curves) {
    super(width, height, lastIteration);
    min = curves.stream().mapToDouble(Curve::min).min().orElseThrow() / ROOM;
    max = curves.stream().mapToDouble(Curve::max).max().orElseThrow() * ROOM;
    chart().setYAxisTitle("loss");
    chart().getStyler().setYAxisLogarithmic(true);
    chart().getStyler().setYAxisMin(min);
    chart().getStyler().setYAxisMax(max);
  }

  /** {@return the panels of a run: none if it has no losses} */
  static List<LossPanel> of(TrainingCurves curves, int width, int height) {
    Curve total = curves.totalLoss().positive();
    List<Curve> kinds =
        curves.lossKinds().stream().map(Curve::positive).filter(curve -> !curve.isEmpty()).toList();
    List<Curve> all = new ArrayList<>(kinds);
    if (!total.isEmpty()) {
      all.add(total);
    }
    if (all.isEmpty()) {
      return List.of();
    }
    LossPanel panel = new LossPanel(width, height, curves.lastIteration(), all);
    for (int i = 0; i < kinds.size(); i++) {
      panel.add(kinds.get(i), 0, KINDS.get(i % KINDS.size()), false).setLineWidth(KIND_WIDTH);
    }
    if (!total.isEmpty()) {
      panel.add(total, 0, TOTAL, false).setLineWidth(TOTAL_WIDTH);
    }
    return List.of(panel);
  }

  @Override
  void paint(Graphics2D graphics, int width) {
    super.paint(graphics, width);
    graphics.setFont(LABEL_FONT);
    graphics.setColor(chart().getStyler().getAxisTickLabelsColor());
    FontMetrics metrics = graphics.getFontMetrics();
    double right = chart().getScreenXFromChart(0) - LABEL_DISTANCE;
    int last = (int) Math.ceil(Math.log10(max));
    for (int power = (int) Math.floor(Math.log10(min)); power <= last; power++) {
      for (double digit : LABELLED) {
        double loss = digit * Math.pow(10, power);
        if (min < loss && loss < max) {
          String label = String.format(Locale.ROOT, "%." + Math.max(0, -power) + "f", loss);
          double baseline =
              chart().getScreenYFromChart(loss)
                  + (metrics.getAscent() - metrics.getDescent()) / 2.0;
          graphics.drawString(
              label, (float) (right - metrics.stringWidth(label)), (float) baseline);
        }
      }
    }
  }
}
