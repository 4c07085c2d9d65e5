package io.github.sparsercnn.examples.smear;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws blood smears as a microscope shows them, with the cells' sizes and colours of the BCCD
 * pictures (640x480): red cells of about 100 pixels, one or two white cells of 140 to 210,
 * platelets of 40.
 *
 * <p>A smear is computed as light that stained cells absorb, with arithmetic only: a seed gives the
 * same pixels on every platform and JDK. Immutable and thread-safe.
 */
public final class SmearGenerator {
  /** The size of the pictures in BCCD. */
  public static final ImageSize DEFAULT_SIZE = new ImageSize(640, 480);

  /** Of a cell cut by the edge of the picture, how much must be inside for it to be labelled. */
  private static final double LABELLED_SHARE = 0.25;

  private static final int ATTEMPTS = 60;
  private static final double PIXELS_PER_RED_CELL = 22_000;
  private static final double PIXELS_PER_PLATELET = 150_000;

  private final ImageSize size;

  /** Makes a generator of pictures of {@link #DEFAULT_SIZE}. */
  public SmearGenerator() {
    this(DEFAULT_SIZE);
  }

  /**
   * Makes a generator. Cells keep their size in pixels; a larger picture shows more of them.
   *
   * @param size the size of the pictures
   */
  public SmearGenerator(ImageSize size) {
    this.size = size;
  }

  /**
   * Draws a smear.
   *
   * @param seed what to draw; the same seed gives the same picture
   * @return the picture and its labels
   */
  public Smear generate(long seed) {
    Chance chance = new Chance(seed);
    List<Cell> cells = place(chance);
    float[][] density = new float[3][size.width() * size.height()];
    cells.forEach(cell -> stain(density, cell));
    List<LabelledCell> labels = new ArrayList<>();
    for (Cell cell : cells) {
      Box whole = cell.outline().box();
      Box inside = clip(whole);
      if (inside.area() >= LABELLED_SHARE * whole.area()) {
        labels.add(new LabelledCell(cell.kind(), inside));
      }
    }
    return new Smear(new Camera(size, chance).photograph(density), labels);
  }

  /** Red cells first, so that the others lie on top. */
  private List<Cell> place(Chance chance) {
    double area = (double) size.width() * size.height();
    List<Cell> white = new ArrayList<>();
    int whiteCells = chance.happens(0.15) ? 2 : 1;
    for (int i = 0; i < whiteCells; i++) {
      double radius = chance.between(72, 104);
      findRoom(
          white, radius, 1.1, 0.6 * radius, chance, (x, y) -> new WhiteCell(x, y, radius, chance));
    }
    List<Cell> all = new ArrayList<>(white);
    int redCells = (int) Math.round(area / PIXELS_PER_RED_CELL * chance.between(0.8, 1.15));
    for (int i = 0; i < redCells; i++) {
      double radius = chance.between(43, 57);
      double spread = chance.happens(0.3) ? 0.65 : 0.9;
      findRoom(
          all, radius, spread, -0.3 * radius, chance, (x, y) -> new RedCell(x, y, radius, chance));
    }
    int platelets = (int) Math.round(area / PIXELS_PER_PLATELET * chance.between(0.5, 1.5));
    for (int i = 0; i < platelets; i++) {
      double radius = chance.between(16, 23);
      findRoom(all, radius, 1.15, radius, chance, (x, y) -> new Platelet(x, y, radius, chance));
    }
    all.removeAll(white);
    all.addAll(white);
    return all;
  }

  private interface CellAt {
    Cell at(double x, double y);
  }

  /**
   * Adds a cell where it keeps its distance from the others; leaves it out where the picture is
   * full.
   *
   * @param spread distance of two centres over the sum of the radii, at least
   * @param margin distance of the centre from the edge of the picture, at least
   */
  private void findRoom(
      List<Cell> cells, double radius, double spread, double margin, Chance chance, CellAt kind) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double x = chance.between(margin, size.width() - margin);
      double y = chance.between(margin, size.height() - margin);
      boolean free =
          cells.stream()
              .map(Cell::outline)
              .allMatch(
                  other ->
                      Math.sqrt(square(other.centreX() - x) + square(other.centreY() - y))
                          >= spread * (other.radius() + radius));
      if (free) {
        cells.add(kind.at(x, y));
        return;
      }
    }
  }

  private static double square(double value) {
    return value * value;
  }

  private void stain(float[][] density, Cell cell) {
    Box box = cell.outline().box();
    double around = 0.25 * cell.outline().radius();
    int left = (int) Math.max(0, box.x1() - around);
    int top = (int) Math.max(0, box.y1() - around);
    int right = (int) Math.min(size.width(), box.x2() + around);
    int bottom = (int) Math.min(size.height(), box.y2() + around);
    double[] pixel = new double[density.length];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int i = y * size.width() + x;
        for (int c = 0; c < pixel.length; c++) {
          pixel[c] = density[c][i];
        }
        cell.absorb(x, y, pixel);
        for (int c = 0; c < pixel.length; c++) {
          density[c][i] = (float) pixel[c];
        }
      }
    }
  }

  private Box clip(Box box) {
    return new Box(
        clamp(box.x1(), size.width()),
        clamp(box.y1(), size.height()),
        clamp(box.x2(), size.width()),
        clamp(box.y2(), size.height()));
  }

  private static float clamp(float value, int max) {
    return Math.min(max, Math.max(0, value));
  }
}
