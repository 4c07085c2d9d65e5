package io.github.sparsercnn.core.dataset.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MosaicTest {
  private static final Mosaic ALWAYS = new Mosaic(1);

  @Test
  void tiles_fillTheWholePictureAndMeetInItsMiddleHalf() {
    AtomicInteger tone = new AtomicInteger(50);
    RgbImage image =
        ALWAYS
            .apply(flat(80, 60, 50), new Random(1), () -> flat(80, 60, tone.addAndGet(50)))
            .image();
    assertThat(image.size()).isEqualTo(new ImageSize(80, 60));
    Set<Integer> tones = new TreeSet<>();
    for (byte sample : image.bytes()) {
      tones.add(sample & 0xff);
    }
    assertThat(tones).containsExactly(50, 100, 150, 200);
    int x = 0;
    while ((image.bytes()[x * 3] & 0xff) == 50) {
      x++;
    }
    assertThat(x).isBetween(20, 60);
    assertThat(image.bytes()[x * 3] & 0xff).isEqualTo(100);
    assertThat(image.bytes()[59 * 80 * 3] & 0xff).isEqualTo(150);
    assertThat(image.bytes()[(59 * 80 + 79) * 3] & 0xff).isEqualTo(200);
  }

  /** A picture is black but for its object, so that the pixels say where boxes should be. */
  @Property(tries = 200)
  void boxes_lieWhereTheirPixelsAre(
      @ForAll @IntRange(min = 30, max = 90) int width,
      @ForAll @IntRange(min = 30, max = 90) int height,
      @ForAll long seed) {
    AtomicInteger tone = new AtomicInteger(40);
    AugmentedPicture mosaic =
        ALWAYS.apply(
            marked(64, 48, 40), new Random(seed), () -> marked(width, height, tone.addAndGet(40)));
    for (int i = 0; i < mosaic.classIds().length; i++) {
      double[] box = Arrays.copyOfRange(mosaic.corners(), 4 * i, 4 * i + 4);
      assertThat(box[0]).isBetween(0.0, box[2] - 2);
      assertThat(box[1]).isBetween(0.0, box[3] - 2);
      assertThat(box[2]).isLessThanOrEqualTo(64);
      assertThat(box[3]).isLessThanOrEqualTo(48);
      int x = (int) ((box[0] + box[2]) / 2);
      int y = (int) ((box[1] + box[3]) / 2);
      assertThat(mosaic.image().bytes()[3 * (64 * y + x)] & 0xff)
          .as("tone at the centre of box %d", i)
          .isEqualTo(mosaic.classIds()[i]);
    }
  }

  @Test
  void boxes_stayWhereAFifthOfThemIsVisible() {
    MosaicCanvas canvas = new MosaicCanvas(new ImageSize(100, 100));
    RgbImage image = new RgbImage(new byte[3 * 100 * 100], new ImageSize(100, 100));
    AugmentedPicture picture =
        new AugmentedPicture(
            image,
            new double[] {
              40, 0, 90, 10, // 10 of 50 columns: a fifth
              41, 0, 90, 10, // less than a fifth
              10, 10, 11.9, 30, // too narrow
              10, 10, 12, 30, // just wide enough
              -50, 10, 10, 30, // five sixths are in no picture at all
              60, 60, 80, 80, // not in the tile
            },
            new int[] {0, 1, 2, 3, 4, 5});
    canvas.lay(picture, 0, 0, new ImageSize(50, 50), atFullScaleFromTheCorner());
    assertThat(canvas.picture().classIds()).containsExactly(0, 3, 4);
    assertThat(canvas.picture().corners())
        .containsExactly(40, 0, 50, 10, 10, 10, 12, 30, 0, 10, 10, 30);
  }

  private static Random atFullScaleFromTheCorner() {
    return new Random(0) {
      @Override
      public double nextDouble() {
        return 1;
      }

      @Override
      public int nextInt(int bound) {
        return 0;
      }
    };
  }

  /** At which scale a tile shows its picture can be seen from a box that it does not cut. */
  @Test
  void tile_showsItsPictureBetweenAsMuchAsItCanAndAsLargeAsItIs() {
    RgbImage image = flat(100, 100, 0).image();
    AugmentedPicture picture =
        new AugmentedPicture(image, new double[] {45, 45, 55, 55}, new int[] {0});
    Set<Long> widths = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      MosaicCanvas canvas = new MosaicCanvas(new ImageSize(100, 100));
      canvas.lay(picture, 0, 0, new ImageSize(50, 50), random(seed));
      double[] box = canvas.picture().corners();
      if (box.length > 0 && box[0] > 0 && box[1] > 0 && box[2] < 50 && box[3] < 50) {
        widths.add(Math.round(box[2] - box[0]));
      }
    }
    assertThat(widths).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void mosaics_areAsFrequentAsAskedFor() {
    AugmentedPicture first = flat(8, 8, 1);
    Mosaic sometimes = new Mosaic(0.3);
    AtomicInteger others = new AtomicInteger();
    for (int seed = 0; seed < 1000; seed++) {
      sometimes.apply(first, random(seed), () -> flat(8, 8, others.incrementAndGet() % 256));
    }
    assertThat(others.get() / 3).isBetween(250, 350);
  }

  @Test
  void never_drawsNothing() {
    Random random = new Random(9);
    AugmentedPicture first = flat(8, 8, 1);
    assertThat(Mosaic.NEVER.apply(first, random, () -> flat(8, 8, 2))).isSameAs(first);
    assertThat(random.nextLong()).isEqualTo(new Random(9).nextLong());
  }

  @Test
  void lineOfPixels_staysAsItIs() {
    AugmentedPicture line = flat(8, 1, 1);
    assertThat(ALWAYS.apply(line, new Random(0), () -> line)).isSameAs(line);
  }

  @Test
  void impossibleProbability_isRefused() {
    assertThatThrownBy(() -> new Mosaic(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability of a mosaic: 1.5");
  }

  private static Random random(long seed) {
    return SampleSeed.random(seed, SampleSeed.Purpose.AUGMENT, 0);
  }

  private static AugmentedPicture flat(int width, int height, int tone) {
    byte[] bytes = new byte[width * height * 3];
    Arrays.fill(bytes, (byte) tone);
    return new AugmentedPicture(
        new RgbImage(bytes, new ImageSize(width, height)), new double[0], new int[0]);
  }

  /** An object of a tone that is also its class. */
  private static AugmentedPicture marked(int width, int height, int tone) {
    AugmentedPicture black = flat(width, height, 0);
    int left = width / 4;
    int top = height / 3;
    for (int y = top; y < top + height / 2; y++) {
      int from = (y * width + left) * 3;
      Arrays.fill(black.image().bytes(), from, from + width / 2 * 3, (byte) tone);
    }
    return new AugmentedPicture(
        black.image(),
        new double[] {left, top, left + width / 2, top + height / 2},
        new int[] {tone});
  }
}
