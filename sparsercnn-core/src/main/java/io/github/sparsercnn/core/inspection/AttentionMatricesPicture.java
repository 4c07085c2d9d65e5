package io.github.sparsercnn.core.inspection;

import java.awt.image.BufferedImage;
import java.util.List;

/** Whom all proposals listen to in each stage. */
final class AttentionMatricesPicture {
  private static final String FILE = "attention-all.png";
  private static final int SIDE = 300;
  private static final int COLUMNS = 3;
  private static final int FOOT = 14;
  private static final double HIGH = 0.99;

  private AttentionMatricesPicture() {}

  static InspectionPicture of(Findings findings) {
    Inspection inspection = findings.inspection();
    int n = inspection.proposals();
    int side = Math.max(1, SIDE / n) * n;
    int panels = inspection.stages().size();
    Sheet sheet =
        new Sheet(
            "Whom all proposals listen to",
            "A row per proposal, a column per proposal that it takes from, both by falling score in"
                + " the last stage: the surest are at the top and at the left.",
            new Sheet.Grid(panels, Math.min(COLUMNS, panels), side, side),
            FOOT);
    float limit = limit(inspection.stages());
    List<Integer> ranking = inspection.ranking();
    for (InspectedStage stage : inspection.stages()) {
      int panel = stage.number() - 1;
      sheet.caption(
          panel,
          "stage " + stage.number(),
          Shown.format(
              "median: as if to %.0f of %d",
              findings.stageFigures().get(panel).attended(), n));
      sheet.show(panel, matrix(stage, ranking, limit), false);
    }
    sheet.legend(
        ColorScale.RISING,
        "0 %",
        Shown.format("%.0f %% and more", 100 * limit),
        "share of the attention");
    return InspectionPicture.png(
        FILE,
        "Attention of all proposals",
        "The whole attention of each stage as a table: a row for each proposal, a column for each"
            + " that it takes from.",
        "A bright diagonal (each listens to itself) and structure beside it, different in each stage."
            + " Bright columns are proposals that many listen to; those with high scores, at the left,"
            + " are often among them.",
        "Smooth, even colour: attention is spread evenly, as in a network that was not trained. Rows"
            + " that are all alike, so that one sees columns only: all proposals ask the same, their"
            + " features have become alike.",
        sheet.picture());
  }

  private static float limit(List<InspectedStage> stages) {
    float limit = Float.MIN_NORMAL;
    for (InspectedStage stage : stages) {
      limit = Math.max(limit, Spread.of(stage.attention()).at(HIGH));
    }
    return limit;
  }

  private static BufferedImage matrix(InspectedStage stage, List<Integer> order, float limit) {
    int n = stage.proposals();
    BufferedImage matrix = new BufferedImage(n, n, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        float share = stage.attention()[order.get(y) * n + order.get(x)];
        matrix.setRGB(x, y, ColorScale.RISING.rgb(share / limit));
      }
    }
    return matrix;
  }
}
