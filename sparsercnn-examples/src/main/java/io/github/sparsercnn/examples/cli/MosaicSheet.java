package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A large picture made of enlarged ones side by side, with the labels of all of them. Places as
 * large as the largest picture; what a smaller one leaves open is black.
 *
 * @param picture what it looks like
 * @param boxes in pixels of it, cut at the borders of the picture that they belong to
 */
record MosaicSheet(BufferedImage picture, List<LabeledBox> boxes) {
  private static final int CHANNELS = 3;
  private static final int BYTE = 0xff;
  private static final int RED = 16;
  private static final int GREEN = 8;

  /**
   * Lays the pictures.
   *
   * @param pictures at most {@code columns * columns}, at least one
   * @param columns how many lie side by side
   * @param scale by how much each is enlarged
   */
  static MosaicSheet of(List<LabeledPicture> pictures, int columns, double scale) {
    int width = 0;
    int height = 0;
    for (LabeledPicture picture : pictures) {
      ImageSize size = scaled(picture.size(), scale);
      width = Math.max(width, size.width());
      height = Math.max(height, size.height());
    }
    BufferedImage sheet =
        new BufferedImage(
            Math.multiplyExact(width, columns),
            Math.multiplyExact(height, columns),
            BufferedImage.TYPE_INT_RGB);
    List<LabeledBox> boxes = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      lay(pictures.get(i), scale, i % columns * width, i / columns * height, sheet, boxes);
    }
    return new MosaicSheet(sheet, boxes);
  }

  private static void lay(
      LabeledPicture picture,
      double scale,
      int left,
      int top,
      BufferedImage sheet,
      List<LabeledBox> boxes) {
    RgbImage original = ImageDecoder.decode(Image.of(picture.file()), DecodeOptions.DEFAULT);
    RgbImage enlarged = PillowResize.bilinear(original, scaled(original.size(), scale));
    draw(enlarged, left, top, sheet);
    double sx = (double) enlarged.width() / original.width();
    double sy = (double) enlarged.height() / original.height();
    for (LabeledBox box : picture.boxes()) {
      LabeledBox seen = box.clipped(original.size());
      boxes.add(
          new LabeledBox(
              seen.classId(),
              left + seen.x1() * sx,
              top + seen.y1() * sy,
              left + seen.x2() * sx,
              top + seen.y2() * sy,
              seen.crowd()));
    }
  }

  private static ImageSize scaled(ImageSize size, double scale) {
    return new ImageSize(
        Math.max(1, (int) Math.round(size.width() * scale)),
        Math.max(1, (int) Math.round(size.height() * scale)));
  }

  private static void draw(RgbImage image, int left, int top, BufferedImage sheet) {
    int[] row = new int[image.width()];
    for (int y = 0; y < image.height(); y++) {
      int at = y * image.width() * CHANNELS;
      for (int x = 0; x < row.length; x++, at += CHANNELS) {
        row[x] =
            (image.bytes()[at] & BYTE) << RED
                | (image.bytes()[at + 1] & BYTE) << GREEN
                | (image.bytes()[at + 2] & BYTE);
      }
      sheet.setRGB(left, top + y, row.length, 1, row, 0, row.length);
    }
  }

  /**
   * Saves the picture.
   *
   * @param id of it in its dataset
   * @param file where to, a {@code .png}
   * @param fileName what the dataset calls it
   * @return it with its labels
   */
  LabeledPicture save(long id, Path file, String fileName) throws IOException {
    DrawnPictures.save(picture, file);
    return new LabeledPicture(
        id, file, fileName, new ImageSize(picture.getWidth(), picture.getHeight()), boxes);
  }
}
