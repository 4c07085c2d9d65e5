package io.github.sparsercnn.examples.smear;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A drawn blood smear and what is in it.
 *
 * @param picture the picture, {@link BufferedImage#TYPE_INT_RGB}
 * @param cells every cell of which at least a quarter lies inside the picture
 */
public record Smear(BufferedImage picture, List<LabelledCell> cells) {
  /**
   * Makes a smear.
   *
   * @param picture the picture, not copied
   * @param cells what is in it
   */
  public Smear {
    cells = List.copyOf(cells);
  }
}
