package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.visual.Lettering;
import java.awt.Color;
import java.awt.Graphics2D;

/** Boxes as lines along whole pixels, so that they keep their pure colour. */
final class BoxLines {
  private static final Color CASING = new Color(0, 0, 0);
  private static final int PLATE = 13;
  private static final double NUMBER = 7;

  /** Far outside of every picture, and far from an overflow. */
  private static final double LIMIT = 1e6;

  private BoxLines() {}

  /** A plain line of one pixel. */
  static void thin(Graphics2D graphics, double[] box, Color color) {
    frame(graphics, edges(box), 0, 1, color);
  }

  /** A line of some pixels between thin black ones. */
  static void cased(Graphics2D graphics, double[] box, int thickness, Color color) {
    int[] edges = edges(box);
    frame(graphics, edges, -1, 1, CASING);
    frame(graphics, edges, thickness, 1, CASING);
    frame(graphics, edges, 0, thickness, color);
  }

  /**
   * A small black plate at the left upper corner of a box, kept in the picture, with a text. None
   * for a box outside of the picture.
   */
  static void plate(Graphics2D graphics, double[] box, String text, int width, int height) {
    int[] edges = edges(box);
    if (edges[2] <= 0 || edges[3] <= 0 || edges[0] >= width || edges[1] >= height) {
      return;
    }
    int plateWidth = (int) Math.ceil(Lettering.width(text, NUMBER)) + 5;
    int x = Math.max(0, Math.min(edges[0], width - plateWidth));
    int y = Math.max(0, Math.min(edges[1], height - PLATE));
    graphics.setColor(Color.BLACK);
    graphics.fillRect(x, y, plateWidth, PLATE);
    graphics.setColor(Color.WHITE);
    Lettering.write(graphics, text, x + 2.5, y + PLATE - 3, NUMBER);
  }

  private static int[] edges(double[] box) {
    int[] edges = new int[box.length];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = (int) Math.round(Math.max(-LIMIT, Math.min(LIMIT, box[i])));
    }
    return edges;
  }

  private static void frame(
      Graphics2D graphics, int[] edges, int inset, int thickness, Color color) {
    int x = edges[0] + inset;
    int y = edges[1] + inset;
    int width = edges[2] - inset - x;
    int height = edges[3] - inset - y;
    if (width <= 0 || height <= 0) {
      return;
    }
    graphics.setColor(color);
    graphics.fillRect(x, y, width, Math.min(thickness, height));
    graphics.fillRect(x, y + Math.max(0, height - thickness), width, Math.min(thickness, height));
    graphics.fillRect(x, y, Math.min(thickness, width), height);
    graphics.fillRect(x + Math.max(0, width - thickness), y, Math.min(thickness, width), height);
  }

  /** A box of many, in pixels of a copy of the picture. */
  static double[] scaled(float[] boxes, int index, double scale) {
    double[] box = new double[4];
    for (int i = 0; i < box.length; i++) {
      float edge = boxes[4 * index + i];
      box[i] = Float.isFinite(edge) ? edge * scale : -LIMIT;
    }
    return box;
  }
}
