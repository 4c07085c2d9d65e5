package io.github.sparsercnn.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Image;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelsToRgbTest {
  private static final int WHITE = 0xFFFFFFFF;
  private static final int BLACK = 0xFF000000;

  static IntStream types() {
    return IntStream.rangeClosed(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_INDEXED);
  }

  @ParameterizedTest
  @MethodSource("types")
  void convert_readsEveryTypeOfBufferedImage(int type) {
    BufferedImage picture = new BufferedImage(3, 2, type);
    picture.setRGB(0, 0, WHITE);
    picture.setRGB(1, 0, BLACK);
    picture.setRGB(2, 1, WHITE);
    assertThat(decode(picture))
        .containsExactly(255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void convert_keepsTheOrderOfColors(int type) {
    BufferedImage picture = new BufferedImage(1, 1, type);
    picture.setRGB(0, 0, new Color(10, 20, 30).getRGB());
    assertThat(decode(picture)).containsExactly(10, 20, 30);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR})
  void convert_dropsAlpha(int type) {
    BufferedImage picture = new BufferedImage(1, 1, type);
    picture.setRGB(0, 0, new Color(10, 20, 30, 5).getRGB());
    assertThat(decode(picture)).containsExactly(10, 20, 30);
  }

  @Test
  void convert_doesNotGammaShiftGray() {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(0, 0, 0, 100);
    assertThat(decode(picture)).containsExactly(100, 100, 100);
    assertThat(picture.getRGB(0, 0) & 0xff).as("what getRGB makes of it").isGreaterThan(150);
  }

  @Test
  void convert_clipsSixteenBitGrayAsPillowDoes() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    picture.getRaster().setSample(0, 0, 0, 100);
    picture.getRaster().setSample(1, 0, 0, 300);
    assertThat(decode(picture)).containsExactly(100, 100, 100, 255, 255, 255);
  }

  @ParameterizedTest
  @MethodSource("types")
  void convert_readsAPartOfAPicture(int type) {
    BufferedImage whole = new BufferedImage(16, 5, type);
    whole.setRGB(8, 3, WHITE);
    BufferedImage part = whole.getSubimage(8, 2, 2, 2);
    assertThat(decode(part)).containsExactly(0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0);
  }

  @Test
  void convert_ofAnIndexBeyondThePaletteIsBlack() {
    byte[] levels = {50, 60};
    IndexColorModel palette = new IndexColorModel(8, 2, levels, levels, levels);
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    picture.getRaster().setSample(0, 0, 0, 1);
    picture.getRaster().setSample(1, 0, 0, 9);
    assertThat(decode(picture)).containsExactly(60, 60, 60, 0, 0, 0);
  }

  private static byte[] decode(BufferedImage picture) {
    return ImageDecoder.decode(Image.of(picture), DecodeOptions.DEFAULT).bytes();
  }
}
