package io.github.sparsercnn.core.dataset.loading;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.DatasetException;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.dataset.LabeledBox;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.RgbImage;
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
 * @param mosaic how often a picture is put together with others, before anything else
 * @param augmentation what happens to the picture
 * @param options what a file may cost
 */
public record DatasetMapper(Mosaic mosaic, Augmentation augmentation, DecodeOptions options)
    implements SampleMapper {
  /**
   * The mapper of the official recipe: flip, then resize; with {@code INPUT.CROP.ENABLED}, half of
   * the pictures are resized to 400, 500 or 600 and cropped in between. {@code
   * INPUT.MOSAIC.ENABLED} and {@code INPUT.COLOR_JITTER.ENABLED} put a mosaic and other colours
   * before that.
   *
   * @param config gives {@code INPUT}
   * @return the mapper
   * @throws io.github.sparsercnn.ConfigException if a value is not supported
   */
  public static DatasetMapper of(Config config) {
    ConfiguredAugmentation configured = new ConfiguredAugmentation(config);
    return new DatasetMapper(configured.mosaic(), configured.augmentation(), DecodeOptions.DEFAULT);
  }

  @Override
  public TrainingSample map(LabeledPicture picture, Random random, OtherPictures others) {
    AugmentedPicture whole =
        mosaic.apply(read(picture), random, () -> others.draw(random, this::read));
    return sample(picture, augmentation.apply(whole, random));
  }

  private AugmentedPicture read(LabeledPicture picture) {
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
    return AugmentedPicture.of(image, objects);
  }

  private static TrainingSample sample(LabeledPicture picture, AugmentedPicture augmented) {
    float[] kept = new float[augmented.corners().length];
    int[] classIds = new int[augmented.classIds().length];
    int count = 0;
    for (int i = 0; i < augmented.classIds().length; i++) {
      float[] box = clipped(augmented, i);
      if (box[2] - box[0] > LabeledBox.EMPTY_SIDE && box[3] - box[1] > LabeledBox.EMPTY_SIDE) {
        System.arraycopy(box, 0, kept, count * box.length, box.length);
        classIds[count++] = augmented.classIds()[i];
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
