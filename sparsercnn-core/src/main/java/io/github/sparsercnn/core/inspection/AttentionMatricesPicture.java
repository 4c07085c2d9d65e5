package io.github.sparsercnn.core.inspection;

import java.awt.image.BufferedImage;
import java.util.List;

/** Whom all proposals listen to in each stage. */
final class AttentionMatricesPicture {
  private static final String FILE = "attention-all.png";
  private static final int SIDE = 300;
  private static final int COLUMNS = 3;
  private static final int FOOT = 14;
  private static final String NONE = "0 %";
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
            Sheet.Grid.balanced(panels, COLUMNS, side, side),
            FOOT);
    float limit = limit(inspection.stages());
    List<Integer> ranking = inspection.ranking();
    for (InspectedStage stage : inspection.stages()) {
      int panel = stage.number() - 1;
      sheet.caption(
          panel,
          "stage " + stage.number(),
          Shown.format(
              "a head listens as if to %.0f of %d",
              findings.stageFigures().get(panel).attended(), n));
      sheet.show(panel, matrix(stage, ranking, limit), false);
    }
    sheet.legend(
        ColorScale.RISING,
        NONE,
        Shown.format("%.1f %% and more", 100 * limit),
        Shown.format("share of the attention; the mark is at %.1f %%, evenly spread", 100.0 / n));
    sheet.mark(1 / (n * (double) limit), NONE);
    return InspectionPicture.png(
        FILE,
        "Attention of all proposals",
        "The whole attention of each stage as a table: a row for each proposal, a column for each"
            + " that it takes from.",
        "The first stage, which does not know the picture, looks like noise. After it the table takes"
            + " on an order: bright columns are proposals that many listen to, and since rows and"
            + " columns follow the score, whole corners and sides differ from the others.",
        "Noise in the last stage, too: what the proposals pooled has not changed whom they listen"
            + " to, as in a head that was not trained. One colour all over: attention has died.",
        sheet.picture());
  }

  private static float limit(List<InspectedStage> stages) {
    float limit = 1f / stages.get(0).proposals();
    for (InspectedStage stage : stages) {
      limit = Math.max(limit, Spread.of(stage.meanAttention()).at(HIGH));
    }
    return limit;
  }

  private static BufferedImage matrix(InspectedStage stage, List<Integer> order, float limit) {
    int n = stage.proposals();
    float[] attention = stage.meanAttention();
    BufferedImage matrix = new BufferedImage(n, n, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < n; y++) {
      for (int x = 0; x < n; x++) {
        float share = attention[order.get(y) * n + order.get(x)];
        matrix.setRGB(x, y, ColorScale.RISING.rgb(share / limit));
      }
    }
    return matrix;
  }
}
