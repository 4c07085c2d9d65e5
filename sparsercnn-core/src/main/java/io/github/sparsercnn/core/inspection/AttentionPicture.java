package io.github.sparsercnn.core.inspection;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Whom one proposal listens to in each stage. */
final class AttentionPicture {
  private static final String FILE = "attention.png";
  private static final int SIDE = 300;
  private static final int COLUMNS = 3;
  private static final int FOOT = 14;
  private static final String NONE = "0 %";
  private static final int NAMED = 3;
  private static final int THICKNESS = 2;

  private AttentionPicture() {}

  static InspectionPicture of(Findings findings) {
    Inspection inspection = findings.inspection();
    int chosen = findings.chosen();
    int n = inspection.proposals();
    Backdrop backdrop = Backdrop.of(inspection.picture(), SIDE);
    int panels = inspection.stages().size();
    Sheet sheet =
        new Sheet(
            Shown.format(
                "Whom proposal %d listens to (%s)",
                chosen, findings.verdict(inspection.last(), chosen)),
            "Self-attention, the mean of the heads. White: the proposal; colours: what share it"
                + " takes from each other one. Boxes are those that the stage starts from.",
            Sheet.Grid.balanced(panels, COLUMNS, backdrop.width(), backdrop.height()),
            FOOT);
    double most = most(inspection.stages(), chosen);
    for (InspectedStage stage : inspection.stages()) {
      int panel = stage.number() - 1;
      sheet.caption(
          panel,
          "stage " + stage.number(),
          Shown.format("itself %.1f %%", 100 * stage.meanAttention()[chosen * n + chosen]));
      sheet.show(panel, backdrop.dimmed(), true);
      sheet.draw(panel, graphics -> draw(graphics, stage, chosen, most, backdrop));
    }
    sheet.legend(
        ColorScale.RISING,
        NONE,
        Shown.format("%.1f %%", 100 * most),
        Shown.format("share of the attention; the mark is at %.1f %%, evenly spread", 100.0 / n));
    sheet.mark(1 / (n * most), NONE);
    return InspectionPicture.png(
        FILE,
        "Attention of one proposal",
        "Whom the proposal listens to in each stage before it looks into its box: itself, and the"
            + " others in the colour of their share.",
        "Shares differ, and boxes with more than an even share have something in common: the same"
            + " object (proposals agree who keeps it, so that nothing must be suppressed), the same"
            + " kind, or no object at all. After a short training the shares are still nearly even.",
        "In every stage exactly the same share for everybody, or the largest shares on boxes that"
            + " have nothing in common: the features of the proposals say nothing about the objects"
            + " yet. All of it on one box, whichever proposal you choose: the proposals have become"
            + " alike. Try --proposal with some other numbers.",
        sheet.picture());
  }

  private static double most(List<InspectedStage> stages, int chosen) {
    int n = stages.get(0).proposals();
    double most = 1.0 / n;
    for (InspectedStage stage : stages) {
      float[] attention = stage.meanAttention();
      for (int i = 0; i < n; i++) {
        most = i == chosen ? most : Math.max(most, attention[chosen * n + i]);
      }
    }
    return most;
  }

  private static void draw(
      Graphics2D graphics, InspectedStage stage, int chosen, double most, Backdrop backdrop) {
    int n = stage.proposals();
    float[] attention = stage.meanAttention();
    List<Integer> rising =
        IntStream.range(0, n)
            .boxed()
            .filter(i -> i != chosen)
            .sorted(Comparator.comparingDouble(i -> attention[chosen * n + i]))
            .toList();
    double[][] boxes = ProposalDrawing.scaled(stage.inBoxes(), backdrop.scale());
    for (int place = 0; place < rising.size(); place++) {
      int other = rising.get(place);
      Color color = ColorScale.RISING.color(attention[chosen * n + other] / most);
      if (place < rising.size() - NAMED) {
        BoxLines.thin(graphics, boxes[other], color);
      } else {
        BoxLines.cased(graphics, boxes[other], THICKNESS, color);
      }
    }
    BoxLines.cased(graphics, boxes[chosen], THICKNESS, Color.WHITE);
    for (int other : rising.subList(Math.max(0, rising.size() - NAMED), rising.size())) {
      BoxLines.plate(
          graphics,
          boxes[other],
          Shown.format("%.1f %%", 100 * attention[chosen * n + other]),
          backdrop.width(),
          backdrop.height());
    }
  }
}
