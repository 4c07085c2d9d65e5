package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.visual.AnimatedGif;
import io.github.sparsercnn.core.visual.Lettering;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The proposals as they move from stage to stage. */
final class ProposalsAnimation {
  private static final String FILE = "proposals.gif";
  private static final int SIDE = 480;
  private static final int BAND = 26;
  private static final double CAPTION = 9;
  private static final int STEPS = 6;
  private static final int STEP_MILLISECONDS = 60;
  private static final int REST_MILLISECONDS = 900;
  private static final int END_MILLISECONDS = 2200;

  private ProposalsAnimation() {}

  static InspectionPicture of(Findings findings) {
    Inspection inspection = findings.inspection();
    Backdrop backdrop = Backdrop.of(inspection.picture(), SIDE);
    BufferedImage ground = backdrop.dimmed();
    Palette palette = Palette.withColors(colors(findings.top().size()));
    List<AnimatedGif.Frame> frames = new ArrayList<>();
    double[][] from =
        ProposalDrawing.scaled(inspection.stages().get(0).inBoxes(), backdrop.scale());
    frames.add(
        new AnimatedGif.Frame(
            palette.index(frame(ground, from, findings, "start")), REST_MILLISECONDS));
    for (InspectedStage stage : inspection.stages()) {
      double[][] to = ProposalDrawing.scaled(stage.boxes(), backdrop.scale());
      String caption =
          Shown.format(
              "stage %d of %d, best score %.2f",
              stage.number(),
              inspection.stages().size(),
              findings.stageFigures().get(stage.number() - 1).bestScore());
      for (int step = 1; step <= STEPS; step++) {
        boolean arrived = step == STEPS;
        boolean end = arrived && stage.number() == inspection.stages().size();
        frames.add(
            new AnimatedGif.Frame(
                palette.index(
                    frame(ground, between(from, to, (double) step / STEPS), findings, caption)),
                end ? END_MILLISECONDS : arrived ? REST_MILLISECONDS : STEP_MILLISECONDS));
      }
      from = to;
    }
    return new InspectionPicture(
        FILE,
        "Proposals as they move",
        "The same as a film: each stage moves all boxes from where the stage before left them.",
        "A leap in the first stages, then calm. Each coloured box ends on an object of its own.",
        "Boxes that tremble to the end, wander off the picture, or all fall onto one spot.",
        ground.getWidth(),
        ground.getHeight() + BAND,
        encode(frames));
  }

  private static List<Color> colors(int count) {
    List<Color> colors = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      colors.add(ProposalDrawing.color(rank));
    }
    return colors;
  }

  private static BufferedImage frame(
      BufferedImage ground, double[][] boxes, Findings findings, String caption) {
    int width = ground.getWidth();
    int height = ground.getHeight();
    BufferedImage frame = new BufferedImage(width, height + BAND, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = frame.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      Lettering.write(graphics, caption, 8, BAND - 8.0, CAPTION);
      graphics.translate(0, BAND);
      graphics.clipRect(0, 0, width, height);
      graphics.drawImage(ground, 0, 0, null);
      ProposalDrawing.draw(graphics, boxes, findings.top(), width, height);
    } finally {
      graphics.dispose();
    }
    return frame;
  }

  /** A part of the way, slow at both ends. */
  private static double[][] between(double[][] from, double[][] to, double time) {
    double part = time * time * (3 - 2 * time);
    double[][] boxes = new double[from.length][4];
    for (int i = 0; i < boxes.length; i++) {
      for (int j = 0; j < 4; j++) {
        boxes[i][j] = from[i][j] + part * (to[i][j] - from[i][j]);
      }
    }
    return boxes;
  }

  private static byte[] encode(List<AnimatedGif.Frame> frames) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try {
      AnimatedGif.write(frames, stream);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return stream.toByteArray();
  }
}
