package io.github.sparsercnn.core.dataset.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.testing.TestCard;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorJitterTest {
  private static final RgbImage CARD = TestCard.of(50, 40);

  @Test
  void noStrength_changesNothing() {
    assertThat(jittered(new ColorJitter(0, 0, 0, 0), CARD, 0.9).bytes()).isEqualTo(CARD.bytes());
  }

  @Test
  void boxesAndPictureGiven_stayAsTheyAre() {
    byte[] before = CARD.bytes().clone();
    AugmentedPicture picture = new AugmentedPicture(CARD, new double[] {1, 2, 3, 4}, new int[] {7});
    AugmentedPicture changed = new ColorJitter(1, 1, 1, 0.5).apply(picture, new Random(5));
    assertThat(changed.corners()).containsExactly(1, 2, 3, 4);
    assertThat(changed.classIds()).containsExactly(7);
    assertThat(CARD.bytes()).isEqualTo(before).isNotEqualTo(changed.image().bytes());
  }

  /** Draws of 0 and 1 are the ends of the range. */
  @ParameterizedTest
  @CsvSource({"0, 50 100 120", "1, 150 255 255", "0.5, 100 200 240"})
  void brightness_multiplies(double drawn, String expected) {
    RgbImage changed = jittered(new ColorJitter(0.5, 0, 0, 0), pixels(100, 200, 240), drawn);
    assertThat(pixelsOf(changed))
        .containsExactly(Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void contrast_stretchesAroundTheMeanGrey() {
    RgbImage changed =
        jittered(new ColorJitter(0, 0.5, 0, 0), pixels(80, 80, 80, 120, 120, 120), 1);
    assertThat(pixelsOf(changed)).containsExactly(70, 70, 70, 130, 130, 130);
    RgbImage flat = jittered(new ColorJitter(0, 1, 0, 0), pixels(80, 80, 80, 120, 120, 120), 0);
    assertThat(pixelsOf(flat)).containsOnly(100);
  }

  @Test
  void saturation_endsInGreyOfEqualBrightness() {
    RgbImage grey = jittered(new ColorJitter(0, 0, 1, 0), pixels(200, 100, 50), 0);
    assertThat(pixelsOf(grey)).containsOnly((int) Math.round(0.299 * 200 + 58.7 + 5.7));
  }

  @Test
  void hue_keepsBrightnessAndGrey_andTurnsOppositeColoursIntoEachOther() {
    RgbImage half = jittered(new ColorJitter(0, 0, 0, 0.5), pixels(140, 120, 100, 77, 77, 77), 1);
    int[] pixels = pixelsOf(half);
    assertThat(0.299 * pixels[0] + 0.587 * pixels[1] + 0.114 * pixels[2])
        .isCloseTo(0.299 * 140 + 0.587 * 120 + 0.114 * 100, within(1.0));
    assertThat(pixels[0]).isLessThan(pixels[2]);
    assertThat(new int[] {pixels[3], pixels[4], pixels[5]}).containsOnly(77);
  }

  @Test
  void colours_areAFunctionOfTheStream() {
    ColorJitter jitter = new ColorJitter(0.3, 0.3, 0.5, 0.1);
    AugmentedPicture card = new AugmentedPicture(CARD, new double[0], new int[0]);
    byte[] one = jitter.apply(card, new Random(3)).image().bytes();
    assertThat(jitter.apply(card, new Random(3)).image().bytes()).isEqualTo(one);
    assertThat(jitter.apply(card, new Random(4)).image().bytes()).isNotEqualTo(one);
  }

  @Test
  void impossibleLimits_areNamed() {
    assertThatThrownBy(() -> new ColorJitter(-0.1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("brightness -0.1, expected 0 or more");
    assertThatThrownBy(() -> new ColorJitter(0, 0, 0, 0.6))
        .hasMessage("hue 0.6, expected 0 to 0.5");
    assertThatThrownBy(() -> new ColorJitter(0, Double.NaN, 0, 0))
        .hasMessageStartingWith("contrast");
  }

  private static RgbImage jittered(ColorJitter jitter, RgbImage image, double drawn) {
    Random constant =
        new Random(0) {
          @Override
          public double nextDouble() {
            return drawn;
          }
        };
    return jitter.apply(new AugmentedPicture(image, new double[0], new int[0]), constant).image();
  }

  private static RgbImage pixels(int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return new RgbImage(bytes, new ImageSize(samples.length / 3, 1));
  }

  private static int[] pixelsOf(RgbImage image) {
    int[] samples = new int[image.bytes().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = image.bytes()[i] & 0xff;
    }
    return samples;
  }
}
