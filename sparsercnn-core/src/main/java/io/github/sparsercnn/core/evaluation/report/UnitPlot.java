package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.html.Markup;
import java.util.ArrayList;
import java.util.List;

/** A plot of two shares, both from 0 to 1, as SVG. Not thread-safe. */
final class UnitPlot implements AutoCloseable {
  static final String SVG = "http://www.w3.org/2000/svg";

  private static final int LEFT = 58;
  private static final int TOP = 12;
  private static final int WIDTH = 300;
  private static final int HEIGHT = 210;
  private static final int RIGHT = 14;
  private static final int BOTTOM = 44;
  private static final int TICKS = 4;

  private final Markup page;

  /**
   * A point.
   *
   * @param x from 0 to 1
   * @param y from 0 to 1
   */
  record Point(double x, double y) {}

  /**
   * Starts a plot: frame, ticks and names of the axes.
   *
   * @param description what it shows, for those who cannot see it
   */
  UnitPlot(Markup page, String description, String across, String up) {
    this.page = page;
    page.open(
        "svg",
        "class",
        "plot",
        "xmlns",
        SVG,
        "viewBox",
        "0 0 " + (LEFT + WIDTH + RIGHT) + " " + (TOP + HEIGHT + BOTTOM),
        "role",
        "img",
        "aria-label",
        description);
    for (int tick = 0; tick <= TICKS; tick++) {
      double at = (double) tick / TICKS;
      line("grid", List.of(new Point(0, at), new Point(1, at)));
      line("grid", List.of(new Point(at, 0), new Point(at, 1)));
      String label = tick == 0 || tick == TICKS ? String.valueOf(tick / TICKS) : plain(at);
      text(label, x(at), TOP + HEIGHT + 16, "middle");
      text(label, LEFT - 7, y(at) + 4, "end");
    }
    text(across, LEFT + WIDTH / 2.0, TOP + HEIGHT + 36, "middle");
    double middle = TOP + HEIGHT / 2.0;
    page.element(
        "text",
        up,
        "x",
        "12",
        "y",
        Shown.coordinate(middle),
        "text-anchor",
        "middle",
        "transform",
        "rotate(-90 12 " + Shown.coordinate(middle) + ")");
  }

  private static String plain(double tick) {
    String text = Shown.format("%.2f", tick);
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  private static double x(double value) {
    return LEFT + WIDTH * value;
  }

  private static double y(double value) {
    return TOP + HEIGHT * (1 - value);
  }

  private void text(String text, double x, double y, String anchor) {
    page.element(
        "text", text, "x", Shown.coordinate(x), "y", Shown.coordinate(y), "text-anchor", anchor);
  }

  /** Draws a line through points; those in the middle of a level stretch are left out. */
  void line(String style, List<Point> points) {
    List<Point> needed = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      boolean isInner = i > 0 && i + 1 < points.size();
      boolean isLevel =
          isInner
              && points.get(i).y == points.get(i - 1).y
              && points.get(i).y == points.get(i + 1).y;
      if (!isLevel) {
        needed.add(points.get(i));
      }
    }
    StringBuilder path = new StringBuilder();
    for (Point point : needed) {
      path.append(path.isEmpty() ? "M" : "L")
          .append(Shown.coordinate(x(point.x)))
          .append(' ')
          .append(Shown.coordinate(y(point.y)));
    }
    if (!path.isEmpty()) {
      page.leaf("path", "class", style, "d", path.toString());
    }
  }

  /** Draws a bar that stands on the axis. */
  void bar(String style, double from, double to, double height, String title) {
    page.open(
        "rect",
        "class",
        style,
        "x",
        Shown.coordinate(x(from)),
        "y",
        Shown.coordinate(y(height)),
        "width",
        Shown.coordinate(WIDTH * (to - from)),
        "height",
        Shown.coordinate(HEIGHT * height));
    page.element("title", title);
    page.close("rect");
  }

  /** Draws a dot. */
  void dot(Point at, String title) {
    page.open(
        "circle",
        "class",
        "dot",
        "cx",
        Shown.coordinate(x(at.x)),
        "cy",
        Shown.coordinate(y(at.y)),
        "r",
        "4.5");
    page.element("title", title);
    page.close("circle");
  }

  @Override
  public void close() {
    page.close("svg");
  }
}
