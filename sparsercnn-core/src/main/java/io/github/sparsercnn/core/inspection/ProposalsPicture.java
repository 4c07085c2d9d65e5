package io.github.sparsercnn.core.inspection;

import io.github.sparsercnn.core.visual.Lettering;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** Where the proposals are before the first stage and after each one. */
final class ProposalsPicture {
  private static final String FILE = "proposals.png";
  private static final int SIDE = 300;
  private static final int COLUMNS = 4;
  private static final int LEGEND_LINE = 20;
  private static final int SWATCH = 14;

  private ProposalsPicture() {}

  static InspectionPicture of(Findings findings) {
    Inspection inspection = findings.inspection();
    Backdrop backdrop = Backdrop.of(inspection.picture(), SIDE);
    int panels = 1 + inspection.stages().size();
    List<String> names = names(findings);
    Sheet.Grid grid = Sheet.Grid.balanced(panels, COLUMNS, backdrop.width(), backdrop.height());
    Sheet sheet =
        new Sheet(
            "Where the proposals look, stage by stage",
            Shown.format(
                "All %d proposals in grey, in colours the %d that are surest in the last stage."
                    + " Overlap is the median IoU of a box with itself one stage before.",
                inspection.proposals(), findings.top().size()),
            grid,
            LEGEND_LINE * legendLines(names, grid.wholeWidth()));
    panel(sheet, 0, findings, backdrop, inspection.stages().get(0).inBoxes());
    long places =
        Math.round(
            StageFigures.places(inspection.stages().get(0).inBoxes()) * inspection.proposals());
    sheet.caption(
        0, "start", places == 1 ? "all in one place" : Shown.format("in %d places", places));
    for (InspectedStage stage : inspection.stages()) {
      StageFigures figures = findings.stageFigures().get(stage.number() - 1);
      panel(sheet, stage.number(), findings, backdrop, stage.boxes());
      sheet.caption(
          stage.number(),
          "stage " + stage.number(),
          Shown.format("overlap %.2f, best score %.2f", figures.settled(), figures.bestScore()));
    }
    legend(sheet, names, grid.wholeWidth());
    return InspectionPicture.png(
        FILE,
        "Proposals, stage by stage",
        "Where all proposals are before the first stage and after each one. The surest of the last"
            + " stage are in colour, each in the same colour throughout.",
        "The start covers the picture with boxes of many sizes, or all boxes are the whole picture"
            + " early in a training. One or two stages bring the boxes to the objects, the others"
            + " settle them: the overlap with the stage before rises towards 1, and so does the best"
            + " score. Proposals that found nothing share objects or stay on the ground, with low"
            + " scores.",
        "Boxes that barely move from the start, or move in every stage as far as in the first: the"
            + " box branch has not learned, or the weights of the head were not loaded. All boxes in"
            + " one place: the proposals have collapsed. Boxes on the objects but low scores: the"
            + " class branch is behind, train longer or check the labels.",
        sheet.picture());
  }

  private static void panel(
      Sheet sheet, int panel, Findings findings, Backdrop backdrop, float[] boxes) {
    sheet.show(panel, backdrop.dimmed(), true);
    sheet.draw(
        panel,
        graphics ->
            ProposalDrawing.draw(
                graphics,
                ProposalDrawing.scaled(boxes, backdrop.scale()),
                findings.top(),
                backdrop.width(),
                backdrop.height()));
  }

  private static List<String> names(Findings findings) {
    List<String> names = new ArrayList<>();
    InspectedStage last = findings.inspection().last();
    for (int proposal : findings.top()) {
      names.add(
          Shown.format(
              "%d  %s  #%d", names.size() + 1, findings.verdict(last, proposal), proposal));
    }
    return names;
  }

  private static double entryWidth(String name) {
    return SWATCH + 6 + Lettering.width(name, Sheet.SMALL) + 18;
  }

  private static int legendLines(List<String> names, int width) {
    int lines = 1;
    double x = 0;
    for (String name : names) {
      if (x > 0 && x + entryWidth(name) > width) {
        lines++;
        x = 0;
      }
      x += entryWidth(name);
    }
    return lines;
  }

  private static void legend(Sheet sheet, List<String> names, int width) {
    double x = 0;
    int y = sheet.foot();
    for (int rank = 0; rank < names.size(); rank++) {
      String name = names.get(rank);
      if (x > 0 && x + entryWidth(name) > width) {
        y += LEGEND_LINE;
        x = 0;
      }
      int left = Sheet.MARGIN + (int) x;
      sheet.fill(new Rectangle(left, y + 1, SWATCH, 8), ProposalDrawing.color(rank));
      sheet.write(name, left + SWATCH + 6.0, y + 9, Sheet.SMALL, Sheet.TEXT);
      x += entryWidth(name);
    }
  }
}
