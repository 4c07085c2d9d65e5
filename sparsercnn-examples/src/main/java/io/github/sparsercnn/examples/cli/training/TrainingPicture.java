package io.github.sparsercnn.examples.cli.training;

import io.github.sparsercnn.core.training.writer.Scalars;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The picture of a training run: losses above, AP and learning rate below them. */
final class TrainingPicture {
  private static final int WIDTH = 1400;
  private static final int LOSS_HEIGHT = 540;
  private static final int SCORE_HEIGHT = 380;

  private TrainingPicture() {}

  /**
   * Draws it.
   *
   * @param lines of {@code metrics.json}
   * @return an RGB picture; empty if the lines hold nothing that it would show
   */
  static Optional<BufferedImage> draw(List<Scalars> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    TrainingCurves curves = new TrainingCurves(lines);
    List<TrainingPanel> panels = new ArrayList<>();
    panels.addAll(LossPanel.of(curves, WIDTH, LOSS_HEIGHT));
    panels.addAll(ScorePanel.of(curves, WIDTH, SCORE_HEIGHT));
    return panels.isEmpty() ? Optional.empty() : Optional.of(stacked(panels));
  }

  private static BufferedImage stacked(List<TrainingPanel> panels) {
    int height = panels.stream().mapToInt(panel -> panel.chart().getHeight()).sum();
    BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    double end = end(panels);
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, WIDTH, height);
      for (TrainingPanel panel : panels) {
        int width = WIDTH - (int) Math.round(panel.plotEnd() - end);
        panel.paint(graphics, width);
        graphics.translate(0, panel.chart().getHeight());
      }
      return picture;
    } finally {
      graphics.dispose();
    }
  }

  /** Paints all once, to see where the narrowest plot ends; then all can end there. */
  private static double end(List<TrainingPanel> panels) {
    Graphics2D nowhere = new BufferedImage(WIDTH, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      panels.forEach(panel -> panel.paint(nowhere, WIDTH));
    } finally {
      nowhere.dispose();
    }
    return panels.stream().mapToDouble(TrainingPanel::plotEnd).min().orElseThrow();
  }
}
