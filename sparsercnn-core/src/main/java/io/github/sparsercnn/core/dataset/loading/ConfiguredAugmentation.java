package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.image.ShortestEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the section {@code INPUT} of a config asks for. */
final class ConfiguredAugmentation {
  private static final double FLIP_PROBABILITY = 0.5;

  /** Lengths that the official recipe resizes to before it crops. */
  private static final List<Integer> LENGTHS_BEFORE_CROP = List.of(400, 500, 600);

  private final Config config;

  ConfiguredAugmentation(Config config) {
    this.config = config;
  }

  /** {@return what happens to four pictures} */
  Mosaic mosaic() {
    if (!config.getBoolean("INPUT.MOSAIC.ENABLED")) {
      return Mosaic.NEVER;
    }
    return usable("INPUT.MOSAIC", () -> new Mosaic(config.getDouble("INPUT.MOSAIC.PROBABILITY")));
  }

  /** {@return what happens to each picture, mosaic or not} */
  Augmentation augmentation() {
    List<Augmentation> start = new ArrayList<>();
    if (config.getBoolean("INPUT.COLOR_JITTER.ENABLED")) {
      start.add(usable("INPUT.COLOR_JITTER", this::jitter));
    }
    Augmentation flip = flip(config.getString("INPUT.RANDOM_FLIP"));
    Augmentation resize = resize();
    Augmentation plain = Augmentation.sequence(List.of(flip, resize));
    if (config.getBoolean("INPUT.CROP.ENABLED")) {
      Augmentation before = RandomResize.choice(LENGTHS_BEFORE_CROP, ShortestEdge.UNBOUNDED);
      Augmentation cropped = Augmentation.sequence(List.of(flip, before, crop(), resize));
      start.add(Augmentation.either(plain, cropped));
    } else {
      start.add(plain);
    }
    return start.size() == 1 ? start.get(0) : Augmentation.sequence(start);
  }

  private ColorJitter jitter() {
    return new ColorJitter(
        config.getDouble("INPUT.COLOR_JITTER.BRIGHTNESS"),
        config.getDouble("INPUT.COLOR_JITTER.CONTRAST"),
        config.getDouble("INPUT.COLOR_JITTER.SATURATION"),
        config.getDouble("INPUT.COLOR_JITTER.HUE"));
  }

  private static Augmentation flip(String direction) {
    return switch (direction) {
      case "horizontal" -> new RandomFlip(FLIP_PROBABILITY, RandomFlip.Direction.HORIZONTAL);
      case "vertical" -> new RandomFlip(FLIP_PROBABILITY, RandomFlip.Direction.VERTICAL);
      case "none" -> (picture, random) -> picture;
      default ->
          throw new ConfigException(
              "INPUT.RANDOM_FLIP is " + direction + ", expected horizontal, vertical or none");
    };
  }

  private Augmentation resize() {
    String sampling = config.getString("INPUT.MIN_SIZE_TRAIN_SAMPLING");
    if (!sampling.equals("choice") && !sampling.equals("range")) {
      throw new ConfigException(
          "INPUT.MIN_SIZE_TRAIN_SAMPLING is " + sampling + ", expected choice or range");
    }
    return usable(
        "INPUT.MIN_SIZE_TRAIN, INPUT.MAX_SIZE_TRAIN",
        () ->
            new RandomResize(
                config.getInts("INPUT.MIN_SIZE_TRAIN"),
                sampling.equals("range"),
                config.getInt("INPUT.MAX_SIZE_TRAIN")));
  }

  private Augmentation crop() {
    String type = config.getString("INPUT.CROP.TYPE");
    List<Integer> sides =
        type.equals("absolute_range") ? config.getInts("INPUT.CROP.SIZE") : List.of();
    if (sides.size() != 2) {
      throw new ConfigException(
          "INPUT.CROP is "
              + type
              + " "
              + config.get("INPUT.CROP.SIZE")
              + ", expected absolute_range with the smallest and the largest side in pixels");
    }
    return usable("INPUT.CROP.SIZE", () -> new RandomCrop(sides.get(0), sides.get(1)));
  }

  private static <T> T usable(String keys, Supplier<T> augmentation) {
    try {
      return augmentation.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(keys + " cannot be used: " + e.getMessage(), e);
    }
  }
}
