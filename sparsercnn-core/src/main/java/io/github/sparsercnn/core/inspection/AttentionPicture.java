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
            Shown.format(
                "Self-attention, the mean of the heads. White: the proposal; colours: what share it"
                    + " takes from each other one. Boxes are those that the stage starts from. Spread"
                    + " evenly, each of the %d would give %.1f %%.",
                n, 100.0 / n),
            new Sheet.Grid(
                panels, Math.min(COLUMNS, panels), backdrop.width(), backdrop.height()),
            FOOT);
    double most = most(inspection.stages(), chosen);
    for (InspectedStage stage : inspection.stages()) {
      int panel = stage.number() - 1;
      sheet.caption(
          panel,
          "stage " + stage.number(),
          Shown.format(
              "itself %s, as if to %.0f of %d",
              Shown.percent(stage.attention()[chosen * n + chosen]),
              StageFigures.spread(stage.attention(), chosen, n),
              n));
      sheet.show(panel, backdrop.dimmed(), true);
      sheet.draw(panel, graphics -> draw(graphics, stage, chosen, most, backdrop));
    }
    sheet.legend(
        ColorScale.RISING, "0 %", Shown.format("%.1f %%", 100 * most), "share of the attention");
    return InspectionPicture.png(
        FILE,
        "Attention of one proposal",
        "Whom the proposal listens to in each stage before it looks into its box: itself, and the"
            + " others in the colour of their share.",
        "Early stages spread the attention, later ones gather it: on itself, on boxes around the same"
            + " object (that is how the network does without suppression), and on objects of the same"
            + " kind.",
        "The same share for everybody in every stage: the attention has not learned anything. All of"
            + " it on one box far away, whichever proposal you choose: the proposals have become"
            + " alike. Try --proposal with some other numbers.",
        sheet.picture());
  }

  private static double most(List<InspectedStage> stages, int chosen) {
    double most = Float.MIN_NORMAL;
    for (InspectedStage stage : stages) {
      int n = stage.proposals();
      for (int i = 0; i < n; i++) {
        most = i == chosen ? most : Math.max(most, stage.attention()[chosen * n + i]);
      }
    }
    return most;
  }

  private static void draw(
      Graphics2D graphics, InspectedStage stage, int chosen, double most, Backdrop backdrop) {
    int n = stage.proposals();
    List<Integer> rising =
        IntStream.range(0, n)
            .boxed()
            .filter(i -> i != chosen)
            .sorted(Comparator.comparingDouble(i -> stage.attention()[chosen * n + i]))
            .toList();
    double[][] boxes = ProposalDrawing.scaled(stage.inBoxes(), backdrop.scale());
    for (int place = 0; place < rising.size(); place++) {
      int other = rising.get(place);
      Color color = ColorScale.RISING.color(stage.attention()[chosen * n + other] / most);
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
          Shown.format("%.1f %%", 100 * stage.attention()[chosen * n + other]),
          Color.WHITE,
          backdrop.width(),
          backdrop.height());
    }
  }
}
