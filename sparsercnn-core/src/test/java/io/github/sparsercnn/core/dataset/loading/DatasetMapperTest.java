package io.github.sparsercnn.core.dataset.loading;

import static io.github.sparsercnn.core.dataset.loading.RandomFlip.Direction.HORIZONTAL;
import static io.github.sparsercnn.core.dataset.loading.RandomFlip.Direction.VERTICAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.Box;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.PaintedPictures;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.testing.TestCard;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetMapperTest {
  private static final Config SMALL =
      Config.defaults()
          .with("INPUT.MIN_SIZE_TRAIN", List.of(48, 64))
          .with("INPUT.MAX_SIZE_TRAIN", 100);
  private static final Config CROPPED =
      SMALL.with("INPUT.CROP.ENABLED", true).with("INPUT.CROP.SIZE", List.of(30, 50));

  @TempDir Path folder;

  @Test
  void flip_mirrorsPixelsAndBoxes() {
    RgbImage card = TestCard.of(7, 3);
    AugmentedPicture flipped =
        new RandomFlip(1, HORIZONTAL).apply(picture(card, 1, 0.5, 3, 2), random(0));
    assertThat(flipped.corners()).containsExactly(4, 0.5, 6, 2);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(flipped.image().bytes()[(7 + 2) * 3 + channel])
          .isEqualTo(card.bytes()[(7 + 4) * 3 + channel]);
    }
  }

  @Test
  void flip_turnsPixelsAndBoxesUpsideDown() {
    RgbImage card = TestCard.of(7, 3);
    AugmentedPicture flipped =
        new RandomFlip(1, VERTICAL).apply(picture(card, 1, 0.5, 3, 2), random(0));
    assertThat(flipped.corners()).containsExactly(1, 1, 3, 2.5);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(flipped.image().bytes()[2 * 3 + channel])
          .isEqualTo(card.bytes()[(2 * 7 + 2) * 3 + channel]);
      assertThat(flipped.image().bytes()[(2 * 7 + 5) * 3 + channel])
          .isEqualTo(card.bytes()[5 * 3 + channel]);
    }
  }

  @Test
  void flip_happensToHalfOfThePictures() {
    AugmentedPicture picture = picture(TestCard.of(2, 2), 0, 0, 1, 1);
    RandomFlip flip = new RandomFlip(0.5, HORIZONTAL);
    long flips = 0;
    for (int i = 0; i < 2000; i++) {
      flips += flip.apply(picture, random(i)).corners()[0] == 1 ? 1 : 0;
    }
    assertThat(flips).isBetween(900L, 1100L);
  }

  @Test
  void crop_cutsPixelsAndShiftsBoxes() {
    RgbImage card = TestCard.of(40, 30);
    AugmentedPicture cropped = new RandomCrop(10, 20).apply(picture(card, 0, 0, 40, 30), random(4));
    int left = (int) -cropped.corners()[0];
    int top = (int) -cropped.corners()[1];
    RgbImage part = cropped.image();
    assertThat(part.width()).isBetween(10, 20);
    assertThat(part.height()).isBetween(10, 20);
    assertThat(cropped.corners()).containsExactly(-left, -top, 40 - left, 30 - top);
    assertThat(part.bytes()[(5 * part.width() + 6) * 3])
        .isEqualTo(card.bytes()[((top + 5) * 40 + left + 6) * 3]);
  }

  @Property(tries = 300)
  void crop_drawsSidesOfItsRangeUnlessThePictureIsSmaller(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll long seed) {
    RgbImage image = new RgbImage(new byte[width * height * 3], new ImageSize(width, height));
    RgbImage part = new RandomCrop(20, 40).apply(picture(image), random(seed)).image();
    assertThat(part.width()).isBetween(Math.min(width, 20), Math.min(width, 40));
    assertThat(part.height()).isBetween(Math.min(height, 20), Math.min(height, 40));
  }

  @Test
  void resize_takesEveryChoiceAndScalesBoxesBySides() {
    RandomResize resize = RandomResize.choice(List.of(20, 30), 35);
    Set<ImageSize> sizes = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      AugmentedPicture resized =
          resize.apply(picture(TestCard.of(15, 10), 0, 0, 15, 10), random(i));
      sizes.add(resized.image().size());
      assertThat(resized.corners()[2]).isEqualTo(resized.image().width(), within(1e-9));
      assertThat(resized.corners()[3]).isEqualTo(resized.image().height(), within(1e-9));
    }
    assertThat(sizes).containsExactlyInAnyOrder(new ImageSize(30, 20), new ImageSize(35, 23));
  }

  @Test
  void mapper_clipsBoxesAndLeavesOutCrowdsAndDegenerateOnes() {
    LabeledPicture picture =
        PaintedPictures.labeled(
            folder,
            1,
            96,
            48,
            LabeledBox.of(0, -10, 10, 20, 100),
            new LabeledBox(1, 0, 0, 40, 40, true),
            LabeledBox.of(2, 5, 5, 5, 30),
            LabeledBox.of(3, 5, 5, 5.000009, 30),
            LabeledBox.of(4, 200, 5, 300, 30),
            LabeledBox.of(5, 5, 5, 6, 30));
    DatasetMapper mapper =
        new DatasetMapper(Mosaic.NEVER, (image, random) -> image, DecodeOptions.DEFAULT);
    TrainingSample sample = mapper.map(picture, random(0), NoOthers.NONE);
    assertThat(sample.classIds()).containsExactly(0, 5);
    assertThat(sample.boxes().toXyxy()).containsExactly(0, 10, 20, 48, 5, 5, 6, 30);
  }

  @Test
  void mapper_keepsBoxesInsideThePicture() {
    LabeledPicture picture =
        PaintedPictures.labeled(
            folder,
            1,
            90,
            60,
            LabeledBox.of(0, 0, 0, 90, 60),
            LabeledBox.of(1, 10, 20, 30, 25),
            LabeledBox.of(2, 80, 50, 120, 70));
    DatasetMapper mapper = DatasetMapper.of(CROPPED);
    for (int seed = 0; seed < 60; seed++) {
      TrainingSample sample = mapper.map(picture, random(seed), NoOthers.NONE);
      assertThat(sample.boxes().size()).isEqualTo(sample.classIds().length);
      assertThat(sample.classIds()).contains(0);
      assertThat(Math.min(sample.image().width(), sample.image().height())).isLessThanOrEqualTo(64);
      assertThat(Math.max(sample.image().width(), sample.image().height()))
          .isLessThanOrEqualTo(100);
      for (Box box : sample.boxes()) {
        assertThat(box.x1()).isBetween(0f, (float) sample.image().width());
        assertThat(box.x2()).isBetween(box.x1(), (float) sample.image().width());
        assertThat(box.y1()).isBetween(0f, (float) sample.image().height());
        assertThat(box.y2()).isBetween(box.y1(), (float) sample.image().height());
      }
    }
  }

  @Test
  void mapper_cropsHalfOfThePicturesWhereAskedTo() {
    LabeledPicture picture =
        PaintedPictures.labeled(folder, 1, 90, 60, LabeledBox.of(0, 0, 0, 90, 60));
    Set<ImageSize> plain = Set.of(new ImageSize(72, 48), new ImageSize(96, 64));
    int whole = 0;
    for (int seed = 0; seed < 100; seed++) {
      assertThat(plain)
          .contains(
              DatasetMapper.of(SMALL).map(picture, random(seed), NoOthers.NONE).image().size());
      whole +=
          plain.contains(
                  DatasetMapper.of(CROPPED)
                      .map(picture, random(seed), NoOthers.NONE)
                      .image()
                      .size())
              ? 1
              : 0;
    }
    assertThat(whole).isBetween(35, 75);
  }

  @Test
  void mapper_changesColoursAndMakesMosaicsOnlyWhereAskedTo() {
    LabeledPicture picture =
        PaintedPictures.labeled(folder, 1, 90, 60, LabeledBox.of(0, 10, 10, 50, 50));
    LabeledPicture other =
        PaintedPictures.labeled(folder, 2, 60, 90, LabeledBox.of(1, 0, 0, 60, 90));
    OtherPictures others =
        new OtherPictures() {
          @Override
          public <T> T draw(Random random, Function<LabeledPicture, T> reading) {
            return reading.apply(other);
          }
        };
    Config still =
        SMALL.with("INPUT.RANDOM_FLIP", "none").with("INPUT.MIN_SIZE_TRAIN", List.of(60));
    TrainingSample plain = DatasetMapper.of(still).map(picture, random(1), NoOthers.NONE);

    TrainingSample jittered =
        DatasetMapper.of(still.with("INPUT.COLOR_JITTER.ENABLED", true))
            .map(picture, random(1), NoOthers.NONE);
    assertThat(jittered.image().bytes()).isNotEqualTo(plain.image().bytes());
    assertThat(jittered.boxes()).isEqualTo(plain.boxes());

    TrainingSample mosaic =
        DatasetMapper.of(
                still.with("INPUT.MOSAIC.ENABLED", true).with("INPUT.MOSAIC.PROBABILITY", 1.0))
            .map(picture, random(1), others);
    assertThat(mosaic.picture()).isEqualTo(picture);
    assertThat(mosaic.image().size()).isEqualTo(plain.image().size());
    assertThat(mosaic.classIds()).contains(1, 1, 1);
  }

  @Test
  void mapper_isAFunctionOfTheRandomStream() {
    LabeledPicture picture =
        PaintedPictures.labeled(folder, 1, 90, 60, LabeledBox.of(0, 10, 10, 50, 50));
    DatasetMapper mapper = DatasetMapper.of(CROPPED);
    TrainingSample one = mapper.map(picture, random(9), NoOthers.NONE);
    TrainingSample again = mapper.map(picture, random(9), NoOthers.NONE);
    assertThat(again.image().bytes()).isEqualTo(one.image().bytes());
    assertThat(again.boxes()).isEqualTo(one.boxes());
  }

  @Test
  void mapper_refusesAPictureOfAnotherSizeThanLabelled() {
    LabeledPicture picture = PaintedPictures.labeled(folder, 1, 20, 10);
    LabeledPicture turned =
        new LabeledPicture(1, picture.file(), "x", new ImageSize(10, 20), List.of());
    assertThatThrownBy(() -> DatasetMapper.of(SMALL).map(turned, random(0), NoOthers.NONE))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(
            picture.file() + ": the picture is 20x10 but its labels were made for 10x20");
  }

  @Test
  void mapper_namesAMissingPicture() {
    Path missing = folder.resolve("gone.jpg");
    LabeledPicture picture =
        new LabeledPicture(1, missing, "gone.jpg", new ImageSize(10, 20), List.of());
    assertThatThrownBy(() -> DatasetMapper.of(SMALL).map(picture, random(0), NoOthers.NONE))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void unknownSettings_areNamed() {
    assertThatThrownBy(() -> DatasetMapper.of(CROPPED.with("INPUT.CROP.TYPE", "relative")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("INPUT.CROP is relative [30, 50], expected absolute_range");
    assertThatThrownBy(() -> DatasetMapper.of(SMALL.with("INPUT.RANDOM_FLIP", "both")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("INPUT.RANDOM_FLIP is both, expected horizontal, vertical or none");
    assertThatThrownBy(
            () ->
                DatasetMapper.of(
                    SMALL
                        .with("INPUT.COLOR_JITTER.ENABLED", true)
                        .with("INPUT.COLOR_JITTER.HUE", 2.0)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("INPUT.COLOR_JITTER cannot be used: hue 2.0, expected 0 to 0.5");
    assertThatThrownBy(
            () ->
                DatasetMapper.of(
                    SMALL
                        .with("INPUT.MOSAIC.ENABLED", true)
                        .with("INPUT.MOSAIC.PROBABILITY", -1.0)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("INPUT.MOSAIC cannot be used: probability of a mosaic: -1.0");
    assertThatThrownBy(() -> DatasetMapper.of(SMALL.with("INPUT.MIN_SIZE_TRAIN_SAMPLING", "any")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("INPUT.MIN_SIZE_TRAIN_SAMPLING is any, expected choice or range");
  }

  private static AugmentedPicture picture(RgbImage image, double... corners) {
    return new AugmentedPicture(image, corners, new int[corners.length / 4]);
  }

  private static Random random(long seed) {
    return SampleSeed.random(seed, SampleSeed.Purpose.AUGMENT, 0);
  }
}
