package io.github.sparsercnn.examples.smear;

/** Something that lies in the light of the microscope. */
interface Cell {
  CellKind kind();

  Outline outline();

  /**
   * Adds what this cell absorbs at a pixel of or around it.
   *
   * @param density optical density of red, green and blue so far: light is dimmed by {@code
   *     exp(-density)}
   */
  void absorb(double x, double y, double[] density);
}
