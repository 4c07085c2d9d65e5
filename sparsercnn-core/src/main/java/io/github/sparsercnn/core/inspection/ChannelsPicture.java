package io.github.sparsercnn.core.inspection;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;

/** Single channels of one level, and how much all its channels vary. */
final class ChannelsPicture {
  private static final int SIDE = 150;
  private static final int COLUMNS = 6;
  private static final double HIGH = 0.99;
  private static final int FOOT = 132;
  private static final int LEGEND_HEIGHT = 38;
  private static final int BARS_HEIGHT = 76;
  private static final Color BAR = new Color(0x0a5fb4);
  private static final Color DEAD = new Color(0xd01c1c);
  private static final Color TRACK = new Color(0xe6e9ee);

  private ChannelsPicture() {}

  static InspectionPicture of(Findings findings, int index) {
    FeatureLevel level = findings.levels().get(index);
    LevelFigures figures = findings.levelFigures().get(index);
    List<Integer> ranking = figures.ranking();
    List<Integer> shown =
        ranking.subList(0, Math.min(findings.settings().channels(), ranking.size()));
    Backdrop backdrop = Backdrop.of(findings.inspection().picture(), SIDE);
    Sheet sheet =
        new Sheet(
            Shown.format("The channels of %s that vary most", level.name()),
            Shown.format(
                "%d of %d channels, on one scale, by falling standard deviation. Below: that of all"
                    + " channels, the largest first.",
                shown.size(), level.channels()),
            new Sheet.Grid(
                shown.size(), Math.min(COLUMNS, shown.size()), backdrop.width(), backdrop.height()),
            FOOT);
    float limit = limit(level, shown);
    for (int i = 0; i < shown.size(); i++) {
      sheet.caption(
          i,
          "channel " + shown.get(i),
          Shown.format("deviation %.2f", figures.deviations()[shown.get(i)]));
      sheet.show(i, plane(level, shown.get(i), limit), false);
    }
    sheet.legend(
        ColorScale.AROUND_ZERO,
        Shown.format("%.1f", -limit),
        Shown.format("%.1f", limit),
        "value of the channel");
    bars(sheet, figures, ranking);
    return InspectionPicture.png(
        "channels-" + level.name() + ".png",
        "Channels of " + level.name(),
        Shown.format(
            "The channels of %s that vary most over the picture, from blue (below zero) to red"
                + " (above). The bars below are the standard deviations of all channels, the largest"
                + " first.",
            level.name()),
        "Channels differ from each other, each answers to something: edges, a kind of cell, the"
            + " ground. The bars fall gently, and none is red.",
        "Tiles that all look the same, or bars that drop to nothing after the first few: channels"
            + " are dead or copies of each other, from too high a learning rate or from weights that"
            + " were not loaded.",
        sheet.picture());
  }

  private static float limit(FeatureLevel level, List<Integer> channels) {
    float[] sizes = new float[channels.size() * level.cells()];
    int at = 0;
    for (int channel : channels) {
      for (float value : level.channel(channel)) {
        sizes[at++] = Math.abs(value);
      }
    }
    return Math.max(Float.MIN_NORMAL, Spread.of(sizes).at(HIGH));
  }

  private static BufferedImage plane(FeatureLevel level, int channel, float limit) {
    float[] values = level.channel(channel);
    int[] colors = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      boolean finite = Float.isFinite(values[i]);
      colors[i] = ColorScale.AROUND_ZERO.rgb(finite ? (values[i] / limit + 1.0) / 2 : Double.NaN);
    }
    BufferedImage plane =
        new BufferedImage(level.width(), level.height(), BufferedImage.TYPE_INT_RGB);
    plane.setRGB(0, 0, level.width(), level.height(), colors, 0, level.width());
    return plane;
  }

  private static void bars(Sheet sheet, LevelFigures figures, List<Integer> ranking) {
    int bottom = sheet.foot() + LEGEND_HEIGHT + BARS_HEIGHT;
    float highest = Math.max(Float.MIN_NORMAL, figures.deviations()[ranking.get(0)]);
    int width = sheet.width();
    int n = ranking.size();
    sheet.fill(new Rectangle(Sheet.MARGIN, bottom, width, 1), TRACK);
    for (int i = 0; i < n; i++) {
      float deviation = figures.deviations()[ranking.get(i)];
      boolean dead = i >= n - figures.deadChannels();
      int left = Sheet.MARGIN + i * width / n;
      int right = Sheet.MARGIN + (i + 1) * width / n;
      int height = Math.max(dead ? 6 : 1, Math.round(BARS_HEIGHT * deviation / highest));
      sheet.fill(
          new Rectangle(left, bottom - height, Math.max(1, right - left - 1), height),
          dead ? DEAD : BAR);
    }
    sheet.write(
        Shown.format(
            "%d channels: largest %.2f, median %.2f, smallest %.3f; %d dead",
            n,
            highest,
            Spread.of(figures.deviations()).median(),
            figures.deviations()[ranking.get(n - 1)],
            figures.deadChannels()),
        Sheet.MARGIN,
        bottom + 16,
        Sheet.SMALL,
        Sheet.MUTED);
  }
}
