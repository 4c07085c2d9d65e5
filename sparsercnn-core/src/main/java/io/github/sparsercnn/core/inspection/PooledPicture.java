package io.github.sparsercnn.core.inspection;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** What the best boxes pooled in the last stage, beside what lies in the box. */
final class PooledPicture {
  private static final String FILE = "pooled.png";
  private static final int TILE = 98;
  private static final int SPACE = 4;
  private static final int COLUMNS = 3;
  private static final int FOOT = 14;
  private static final int NOTHING = 0xd9dde3;
  private static final int CHANNELS = 3;
  private static final int BYTE = 0xff;

  private PooledPicture() {}

  static InspectionPicture of(Findings findings) {
    InspectedStage stage = findings.inspection().last();
    int panels = findings.top().size();
    Sheet sheet =
        new Sheet(
            "What the surest boxes pooled",
            Shown.format(
                "Each: the box stretched to a square; its %d x %d pooled cells in colours (PCA over"
                    + " all proposals); the length of each cell's vector. Last stage.",
                stage.bins(), stage.bins()),
            new Sheet.Grid(panels, Math.min(COLUMNS, panels), CHANNELS * TILE + 2 * SPACE, TILE),
            FOOT);
    PcaColors colors = PcaColors.of(stage.pooled(), stage.channels());
    float longest = longest(stage, findings);
    for (int i = 0; i < panels; i++) {
      int proposal = findings.top().get(i);
      float[] vectors = vectors(stage, proposal);
      Rectangle place = sheet.place(i);
      sheet.caption(
          i,
          Shown.format("%d  %s", i + 1, findings.verdict(stage, proposal)),
          Shown.format("proposal %d, from p%d", proposal, stage.levels()[proposal]));
      sheet.show(tile(place, 0), crop(findings.inspection(), stage, proposal), false);
      sheet.show(tile(place, 1), square(colors.rgb(vectors), stage.bins()), false);
      sheet.show(
          tile(place, 2), square(lengthColors(vectors, stage, longest), stage.bins()), false);
    }
    sheet.legend(
        ColorScale.RISING, "0", Shown.format("%.0f", longest), "length of the vector of a cell");
    return InspectionPicture.png(
        FILE,
        "What the surest boxes pooled",
        "For the surest proposals: what lies in the box that the last stage starts from, the cells"
            + " that were pooled from it in colours (like colours, like vectors, in all of them), and"
            + " how long each cell's vector is.",
        "The pooled cells follow what is in the box: object and ground differ in colour, and objects"
            + " of one kind get like patterns. Boxes that were pooled from different levels may have"
            + " quite different colours. Each box sits tightly around an object.",
        "One even colour: the level is too coarse or too blurred for objects of this size; train"
            + " with larger pictures or a finer level. Patterns that do not follow the picture: the"
            + " boxes are pooled from another place than is drawn, for example with a wrong stride.",
        sheet.picture());
  }

  private static Rectangle tile(Rectangle place, int index) {
    return new Rectangle(place.x + index * (TILE + SPACE), place.y, TILE, TILE);
  }

  private static float[] vectors(InspectedStage stage, int proposal) {
    int size = stage.bins() * stage.bins() * stage.channels();
    return Arrays.copyOfRange(stage.pooled(), proposal * size, (proposal + 1) * size);
  }

  private static float longest(InspectedStage stage, Findings findings) {
    float longest = Float.MIN_NORMAL;
    for (int proposal : findings.top()) {
      for (float length : lengths(vectors(stage, proposal), stage.channels())) {
        longest = Float.isFinite(length) ? Math.max(longest, length) : longest;
      }
    }
    return longest;
  }

  private static float[] lengths(float[] vectors, int dim) {
    float[] lengths = new float[vectors.length / dim];
    for (int i = 0; i < lengths.length; i++) {
      double sum = 0;
      for (int j = i * dim; j < (i + 1) * dim; j++) {
        sum += (double) vectors[j] * vectors[j];
      }
      lengths[i] = (float) Math.sqrt(sum);
    }
    return lengths;
  }

  private static int[] lengthColors(float[] vectors, InspectedStage stage, float longest) {
    float[] lengths = lengths(vectors, stage.channels());
    int[] colors = new int[lengths.length];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = ColorScale.RISING.rgb(lengths[i] / longest);
    }
    return colors;
  }

  private static BufferedImage square(int[] colors, int side) {
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    square.setRGB(0, 0, side, side, colors, 0, side);
    return square;
  }

  /** The box's part of the picture as a square, grey where the box leaves the picture. */
  private static BufferedImage crop(Inspection inspection, InspectedStage stage, int proposal) {
    var box = StageFigures.box(stage.inBoxes(), proposal);
    var picture = inspection.picture();
    BufferedImage crop = new BufferedImage(TILE, TILE, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < TILE; row++) {
      int y = (int) Math.floor(box.y1() + (row + 0.5) / TILE * box.height());
      for (int column = 0; column < TILE; column++) {
        int x = (int) Math.floor(box.x1() + (column + 0.5) / TILE * box.width());
        boolean inside = x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
        crop.setRGB(
            column, row, inside ? rgb(picture.bytes(), (y * picture.width() + x)) : NOTHING);
      }
    }
    return crop;
  }

  private static int rgb(byte[] bytes, int pixel) {
    int at = pixel * CHANNELS;
    return (bytes[at] & BYTE) << 16 | (bytes[at + 1] & BYTE) << 8 | (bytes[at + 2] & BYTE);
  }
}
