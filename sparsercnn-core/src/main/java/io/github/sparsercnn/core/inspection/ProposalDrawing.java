package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.visual.ClassColors;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;

/**
 * Draws all proposals of a moment: thin grey ones, and on top the best in a colour of their own.
 */
final class ProposalDrawing {
  private static final Color OTHERS = new Color(185, 185, 185);
  private static final int THICKNESS = 2;

  private ProposalDrawing() {}

  /** The colour of the best proposal, the second best, …, from 0. */
  static Color color(int rank) {
    return ClassColors.of(rank);
  }

  /**
   * Draws.
   *
   * @param boxes of all proposals, in pixels of the copy
   * @param top the best ones, best first
   * @param width of the copy
   * @param height of the copy
   */
  static void draw(
      Graphics2D graphics, double[][] boxes, List<Integer> top, int width, int height) {
    for (int i = 0; i < boxes.length; i++) {
      if (!top.contains(i)) {
        BoxLines.thin(graphics, boxes[i], OTHERS);
      }
    }
    for (int rank = top.size() - 1; rank >= 0; rank--) {
      BoxLines.cased(graphics, boxes[top.get(rank)], THICKNESS, color(rank));
    }
    for (int rank = top.size() - 1; rank >= 0; rank--) {
      BoxLines.plate(graphics, boxes[top.get(rank)], Integer.toString(rank + 1), width, height);
    }
  }

  /** The boxes of all proposals, in pixels of a copy of the picture. */
  static double[][] scaled(float[] boxes, double scale) {
    double[][] all = new double[boxes.length / 4][];
    for (int i = 0; i < all.length; i++) {
      all[i] = BoxLines.scaled(boxes, i, scale);
    }
    return all;
  }
}
