package io.github.sparsercnn.core.inspection;

import java.awt.image.BufferedImage;

/** The feature maps of all levels in colours, beside the picture. */
final class FeatureMapsPicture {
  private static final String FILE = "features.png";
  private static final int SIDE = 320;
  private static final int COLUMNS = 3;

  private FeatureMapsPicture() {}

  static InspectionPicture of(Findings findings) {
    Backdrop backdrop = Backdrop.of(findings.inspection().picture(), SIDE);
    int panels = 1 + findings.levels().size();
    Sheet sheet =
        new Sheet(
            "What the network sees: feature maps",
            "Red, green and blue are the three directions along which the cells of a level differ"
                + " most (PCA). Cells of like colour look alike to the network.",
            Sheet.Grid.balanced(panels, COLUMNS, backdrop.width(), backdrop.height()),
            0);
    sheet.caption(
        0,
        "picture",
        Shown.format(
            "%d x %d pixels",
            findings.inspection().picture().width(), findings.inspection().picture().height()));
    sheet.show(0, backdrop.colored(), true);
    for (int i = 0; i < findings.levels().size(); i++) {
      FeatureLevel level = findings.levels().get(i);
      double[] shares = findings.colors().get(i).components().shares();
      sheet.caption(
          i + 1,
          level.name(),
          Shown.format(
              "%d x %d cells of %d pixels; R %.0f, G %.0f, B %.0f %%",
              level.width(),
              level.height(),
              level.stride(),
              100 * shares[0],
              100 * shares[1],
              100 * shares[2]));
      sheet.show(i + 1, map(level, findings.colors().get(i)), false);
    }
    return InspectionPicture.png(
        FILE,
        "Feature maps",
        "Each level of the pyramid, its cells in colours: red, green and blue say how far a cell"
            + " reaches along the three directions in which the cells of this level differ most. The"
            + " percentages say how much of the differences each colour carries.",
        "Objects stand out from the ground in flat, clear colours, objects of one kind in one"
            + " colour, and their outlines follow the picture: sharp in p2, coarse in p5. Red carries"
            + " a good part, but not all.",
        "Noise, tiles or stripes that do not follow the picture: the weights are not those of this"
            + " network, or the pictures are prepared differently (RGB against BGR, mean and std). One"
            + " colour with more than 95 %: the level says one thing only. Magenta: values are NaN or"
            + " infinite, the training has diverged.",
        sheet.picture());
  }

  private static BufferedImage map(FeatureLevel level, PcaColors colors) {
    BufferedImage map =
        new BufferedImage(level.width(), level.height(), BufferedImage.TYPE_INT_RGB);
    map.setRGB(0, 0, level.width(), level.height(), colors.rgb(level.values()), 0, level.width());
    return map;
  }
}
