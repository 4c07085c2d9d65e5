package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.Arrays;
import java.util.Random;

/**
 * A mosaic while it is laid. Boxes are clipped to their tile. A box stays if the tile shows at
 * least a fifth of what its picture shows of it, and both its sides are at least 2 pixels there;
 * nobody could recognise what is left of the others. Not thread-safe.
 */
final class MosaicCanvas {
  private static final int CHANNELS = 3;
  private static final int EDGES = AugmentedPicture.EDGES;
  private static final double LEAST_VISIBLE = 0.2;
  private static final double LEAST_SIDE = 2;

  private final RgbImage image;
  private double[] corners = new double[0];
  private int[] classIds = new int[0];

  MosaicCanvas(ImageSize size) {
    image = new RgbImage(new byte[size.width() * size.height() * CHANNELS], size);
  }

  /**
   * Lays a tile: a random part of a picture.
   *
   * @param picture what the tile shows
   * @param left of the tile, in pixels of the canvas
   * @param top of the tile
   * @param tile its size
   * @param random decides on scale and part
   */
  void lay(AugmentedPicture picture, int left, int top, ImageSize tile, Random random) {
    ImageSize whole = picture.image().size();
    double smallest = coveringScale(whole, tile);
    double scale = smallest + (coveringScale(whole, image.size()) - smallest) * random.nextDouble();
    int width = pixels(tile.width() / scale, whole.width());
    int height = pixels(tile.height() / scale, whole.height());
    int x = random.nextInt(whole.width() - width + 1);
    int y = random.nextInt(whole.height() - height + 1);
    RgbImage part = picture.image().part(x, y, new ImageSize(width, height));
    paste(PillowResize.bilinear(part, tile), left, top);
    double sx = (double) tile.width() / width;
    double sy = (double) tile.height() / height;
    AugmentedPicture moved = picture.moved(image, sx, sy, left - x * sx, top - y * sy);
    double[] shown = {left - x * sx, top - y * sy, 0, 0};
    shown[2] = shown[0] + whole.width() * sx;
    shown[3] = shown[1] + whole.height() * sy;
    double[] within = {left, top, left + tile.width(), top + tile.height()};
    keepVisible(moved, shown, within);
  }

  /** The scale at which a picture just covers a place. */
  private static double coveringScale(ImageSize picture, ImageSize place) {
    return Math.max(
        (double) place.width() / picture.width(), (double) place.height() / picture.height());
  }

  private static int pixels(double length, int limit) {
    return (int) Math.max(1, Math.min(Math.round(length), limit));
  }

  private void paste(RgbImage tile, int left, int top) {
    int row = tile.width() * CHANNELS;
    for (int y = 0; y < tile.height(); y++) {
      int to = ((top + y) * image.width() + left) * CHANNELS;
      System.arraycopy(tile.bytes(), y * row, image.bytes(), to, row);
    }
  }

  /**
   * Takes over boxes.
   *
   * @param picture the boxes, in pixels of the canvas
   * @param whole where the whole picture would lie, {@code xyxy}
   * @param tile what is shown of it, {@code xyxy}
   */
  private void keepVisible(AugmentedPicture picture, double[] whole, double[] tile) {
    int count = classIds.length;
    corners = Arrays.copyOf(corners, corners.length + picture.corners().length);
    classIds = Arrays.copyOf(classIds, count + picture.classIds().length);
    for (int i = 0; i < picture.classIds().length; i++) {
      double[] box = Arrays.copyOfRange(picture.corners(), i * EDGES, (i + 1) * EDGES);
      double[] visible = clipped(box, tile);
      boolean isLarge =
          visible[2] - visible[0] >= LEAST_SIDE && visible[3] - visible[1] >= LEAST_SIDE;
      if (isLarge && area(visible) >= LEAST_VISIBLE * area(clipped(box, whole))) {
        System.arraycopy(visible, 0, corners, count * EDGES, EDGES);
        classIds[count++] = picture.classIds()[i];
      }
    }
    corners = Arrays.copyOf(corners, count * EDGES);
    classIds = Arrays.copyOf(classIds, count);
  }

  /** A box outside becomes an empty one on the border. */
  private static double[] clipped(double[] box, double[] to) {
    double[] clipped = new double[EDGES];
    for (int edge = 0; edge < EDGES; edge++) {
      clipped[edge] = Math.max(to[edge % 2], Math.min(box[edge], to[edge % 2 + 2]));
    }
    return clipped;
  }

  private static double area(double[] box) {
    return (box[2] - box[0]) * (box[3] - box[1]);
  }

  /** {@return the mosaic, once all tiles lie} */
  AugmentedPicture picture() {
    return new AugmentedPicture(image, corners, classIds);
  }
}
