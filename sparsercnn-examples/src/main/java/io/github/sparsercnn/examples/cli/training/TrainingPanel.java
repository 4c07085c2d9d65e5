package io.github.sparsercnn.examples.cli.training;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart over the iterations, in the looks that the charts of a training run share. */
abstract class TrainingPanel {
  static final Font LABEL_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Color GRID = new Color(0xe4e4e4);
  private static final int LEFT_AXIS_WIDTH = 75;
  private static final int MARKER_SIZE = 7;

  /** Lines reach to the edges of the plot. */
  private static final double WHOLE_PLOT = 1;

  private final XYChart chart;

  /**
   * @param width in pixels
   * @param height in pixels
   * @param lastIteration where the horizontal axis ends
   */
  TrainingPanel(int width, int height, long lastIteration) {
    chart = new XYChartBuilder().width(width).height(height).xAxisTitle("iteration").build();
    XYStyler styler = chart.getStyler();
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotBorderVisible(false);
    styler.setPlotContentSize(WHOLE_PLOT);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(LABEL_FONT);
    styler.setAxisTickLabelsFont(LABEL_FONT);
    styler.setAxisTitleFont(TITLE_FONT);
    styler.setMarkerSize(MARKER_SIZE);
    styler.setYAxisLeftWidthHint(LEFT_AXIS_WIDTH);
    styler.setXAxisMin(0.0);
    styler.setXAxisMax((double) Math.max(1, lastIteration));
  }

  final XYChart chart() {
    return chart;
  }

  /**
   * Adds a curve, which has at least one point.
   *
   * @param group the number of its vertical axis
   * @param marked whether to mark the points; a single point, which has no line, always is
   */
  final XYSeries add(Curve curve, int group, Color color, boolean marked) {
    XYSeries series = chart.addSeries(curve.name(), curve.iterations(), curve.values());
    boolean visible = marked || curve.points().size() == 1;
    series.setYAxisGroup(group);
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setMarker(visible ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    return series;
  }

  /**
   * Draws the chart.
   *
   * @param graphics whose origin is the chart's upper left corner
   */
  void paint(Graphics2D graphics, int width) {
    chart.paint(graphics, width, chart.getHeight());
  }

  /** {@return how far from the left the plot ended that was painted last, in pixels} */
  final double plotEnd() {
    return chart.getScreenXFromChart(chart.getStyler().getXAxisMax());
  }
}
