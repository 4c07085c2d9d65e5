package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.image.ShortestEdge;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Reads a picture, augments it and its boxes, and leaves out what cannot be learned: crowds before,
 * boxes with a side of at most 1e-5 pixels after they were clipped to the picture. A picture may
 * end up without boxes. Immutable, thread-safe.
 *
 * <p>Source: {@code SparseRCNNDatasetMapper} of the official {@code dataset_mapper.py}.
 *
 * @param augmentation what happens to the picture
 * @param options what a file may cost
 */
public record DatasetMapper(Augmentation augmentation, DecodeOptions options)
    implements SampleMapper {
  private static final double FLIP_PROBABILITY = 0.5;

  /** Lengths that the official recipe resizes to before it crops. */
  private static final List<Integer> LENGTHS_BEFORE_CROP = List.of(400, 500, 600);

  /** detectron2's {@code filter_empty_instances}: sides up to this are empty. */
  private static final float EMPTY_SIDE = 1e-5f;

  /**
   * The mapper of the official recipe: flip, then resize; with {@code INPUT.CROP.ENABLED}, half of
   * the pictures are resized to 400, 500 or 600 and cropped in between.
   *
   * @param config gives {@code INPUT}
   * @return the mapper
   * @throws ConfigException if a value is not supported
   */
  public static DatasetMapper of(Config config) {
    Augmentation flip = flip(config.getString("INPUT.RANDOM_FLIP"));
    Augmentation resize = resize(config);
    Augmentation plain = Augmentation.sequence(List.of(flip, resize));
    if (!config.getBoolean("INPUT.CROP.ENABLED")) {
      return new DatasetMapper(plain, DecodeOptions.DEFAULT);
    }
    Augmentation before = RandomResize.choice(LENGTHS_BEFORE_CROP, ShortestEdge.UNBOUNDED);
    Augmentation cropped = Augmentation.sequence(List.of(flip, before, crop(config), resize));
    return new DatasetMapper(Augmentation.either(plain, cropped), DecodeOptions.DEFAULT);
  }

  private static Augmentation flip(String direction) {
    return switch (direction) {
      case "horizontal" -> new RandomFlip(FLIP_PROBABILITY);
      case "none" -> (picture, random) -> picture;
      default ->
          throw new ConfigException(
              "INPUT.RANDOM_FLIP is " + direction + ", expected horizontal or none");
    };
  }

  private static Augmentation resize(Config config) {
    String sampling = config.getString("INPUT.MIN_SIZE_TRAIN_SAMPLING");
    if (!sampling.equals("choice") && !sampling.equals("range")) {
      throw new ConfigException(
          "INPUT.MIN_SIZE_TRAIN_SAMPLING is " + sampling + ", expected choice or range");
    }
    try {
      return new RandomResize(
          config.getInts("INPUT.MIN_SIZE_TRAIN"),
          sampling.equals("range"),
          config.getInt("INPUT.MAX_SIZE_TRAIN"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "INPUT.MIN_SIZE_TRAIN, INPUT.MAX_SIZE_TRAIN cannot be used: " + e.getMessage(), e);
    }
  }

  private static Augmentation crop(Config config) {
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
    try {
      return new RandomCrop(sides.get(0), sides.get(1));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("INPUT.CROP.SIZE cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public TrainingSample map(LabeledPicture picture, Random random) {
    RgbImage image = ImageDecoder.decode(Image.of(picture.file()), options);
    if (!image.size().equals(picture.size())) {
      throw new DatasetException(
          picture.file()
              + ": the picture is "
              + image.size()
              + " but its labels were made for "
              + picture.size()
              + "; correct width and height of the annotations (EXIF orientation counts)");
    }
    List<LabeledBox> objects = picture.boxes().stream().filter(box -> !box.crowd()).toList();
    AugmentedPicture augmented =
        augmentation.apply(new AugmentedPicture(image, corners(objects)), random);
    return sample(picture, augmented, objects);
  }

  private static double[] corners(List<LabeledBox> boxes) {
    double[] corners = new double[boxes.size() * AugmentedPicture.EDGES];
    int at = 0;
    for (LabeledBox box : boxes) {
      corners[at++] = box.x1();
      corners[at++] = box.y1();
      corners[at++] = box.x2();
      corners[at++] = box.y2();
    }
    return corners;
  }

  private static TrainingSample sample(
      LabeledPicture picture, AugmentedPicture augmented, List<LabeledBox> objects) {
    float[] kept = new float[augmented.corners().length];
    int[] classIds = new int[objects.size()];
    int count = 0;
    for (int i = 0; i < objects.size(); i++) {
      float[] box = clipped(augmented, i);
      if (box[2] - box[0] > EMPTY_SIDE && box[3] - box[1] > EMPTY_SIDE) {
        System.arraycopy(box, 0, kept, count * box.length, box.length);
        classIds[count++] = objects.get(i).classId();
      }
    }
    return new TrainingSample(
        picture,
        augmented.image(),
        Boxes.of(Arrays.copyOf(kept, count * AugmentedPicture.EDGES)),
        Arrays.copyOf(classIds, count));
  }

  private static float[] clipped(AugmentedPicture picture, int box) {
    ImageSize size = picture.image().size();
    float[] clipped = new float[AugmentedPicture.EDGES];
    for (int edge = 0; edge < clipped.length; edge++) {
      double limit = edge % 2 == 0 ? size.width() : size.height();
      double value = picture.corners()[box * clipped.length + edge];
      clipped[edge] = (float) Math.max(0, Math.min(value, limit));
    }
    return clipped;
  }
}
