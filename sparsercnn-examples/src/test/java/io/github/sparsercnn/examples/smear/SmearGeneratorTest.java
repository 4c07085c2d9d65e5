package io.github.sparsercnn.examples.smear;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.ImageSize;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmearGeneratorTest {
  private final SmearGenerator generator = new SmearGenerator();

  @Test
  void generator_drawsTheSamePixelsOnEveryMachine() throws Exception {
    assertThat(sha256(generator.generate(1).picture()))
        .isEqualTo("54df821c44f18ec301bbae8d427d25e11c6391837d7882416ee0b04ec183b35a");
  }

  @Test
  void generator_drawsAnotherSmearForAnotherSeed() {
    assertThat(generator.generate(1).cells()).isNotEqualTo(generator.generate(2).cells());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void generator_labelsWhatLiesInThePicture(long seed) {
    Smear smear = generator.generate(seed);

    assertThat(smear.cells())
        .extracting(LabelledCell::kind)
        .contains(CellKind.RED, CellKind.WHITE)
        .filteredOn(CellKind.RED::equals)
        .hasSizeBetween(8, 30);
    assertThat(smear.cells())
        .allSatisfy(
            cell -> {
              assertThat(cell.box().x1()).isBetween(0f, 640f);
              assertThat(cell.box().y1()).isBetween(0f, 480f);
              assertThat(cell.box().x2()).isBetween(cell.box().x1() + 5, 640f);
              assertThat(cell.box().y2()).isBetween(cell.box().y1() + 5, 480f);
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void boxes_touchTheirCells(long seed) {
    Smear smear = generator.generate(seed);
    for (LabelledCell cell : smear.cells()) {
      if (cell.kind() == CellKind.WHITE) {
        assertThat(purplePixels(smear.picture(), cell.box()))
            .as("purple pixels in %s", cell)
            .isGreaterThan(0.08);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void kinds_areTheClassesOfTheModel(CellKind kind) {
    assertThat(CellKind.categories().label(kind.classId())).isEqualTo(kind.label());
  }

  @Test
  void generator_fillsLargerPicturesWithMoreCells() {
    Smear large = new SmearGenerator(new ImageSize(1280, 960)).generate(1);

    assertThat(large.picture().getWidth()).isEqualTo(1280);
    assertThat(large.cells()).hasSizeGreaterThan(2 * generator.generate(1).cells().size());
  }

  @Test
  void generator_drawsPicturesSmallerThanACell() {
    Smear tiny = new SmearGenerator(new ImageSize(33, 7)).generate(1);

    assertThat(tiny.picture().getHeight()).isEqualTo(7);
  }

  private static double purplePixels(BufferedImage picture, Box box) {
    int purple = 0;
    for (int y = (int) box.y1(); y < (int) box.y2(); y++) {
      for (int x = (int) box.x1(); x < (int) box.x2(); x++) {
        int rgb = picture.getRGB(x, y);
        purple += (rgb & 255) - (rgb >> 8 & 255) > 70 ? 1 : 0;
      }
    }
    return purple / box.area();
  }

  private static String sha256(BufferedImage picture) throws Exception {
    int[] rgb =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    ByteBuffer bytes = ByteBuffer.allocate(4 * rgb.length);
    bytes.asIntBuffer().put(rgb);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
