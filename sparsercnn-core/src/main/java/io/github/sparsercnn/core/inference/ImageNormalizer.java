package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Turns resized pictures into the network's input: {@code (value - mean) / std} per channel on the
 * scale 0 to 255, then zeros at the right and the bottom.
 *
 * @param mean {@code MODEL.PIXEL_MEAN}, three values in the order of the channels
 * @param std {@code MODEL.PIXEL_STD}, likewise
 * @param bgr whether the network takes blue first ({@code INPUT.FORMAT: BGR})
 */
public record ImageNormalizer(List<Double> mean, List<Double> std, boolean bgr) {
  private static final int CHANNELS = 3;

  /** Copies the lists. */
  public ImageNormalizer {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /**
   * Makes a batch of pictures.
   *
   * @param pictures resized; the batch is as wide as the widest and as high as the highest
   * @param divisibility both padded sides are multiples of this
   * @param device where the batch shall lie; pictures travel there as bytes
   * @return the batch, owned by the open scope
   */
  public ImageBatch batch(List<RgbImage> pictures, int divisibility, ComputeDevice device) {
    List<ImageSize> sizes = pictures.stream().map(RgbImage::size).toList();
    ImageSize padded = padded(largest(sizes), divisibility);
    Tensor means = device.send(channelValues(mean));
    Tensor stds = device.send(channelValues(std));
    Tensor batch = device.zeros(pictures.size(), padded.height(), padded.width(), CHANNELS);
    for (int i = 0; i < pictures.size(); i++) {
      RgbImage picture = pictures.get(i);
      // What leads to a picture would else stay as long as the batch, and takes more memory.
      try (TensorScope ofPicture = TensorScope.open()) {
        Tensor bytes = device.send(picture.bytes(), picture.height(), picture.width(), CHANNELS);
        Tensor channels = bgr ? bytes.flip(2) : bytes;
        batch
            .select(0, i)
            .narrow(0, 0, picture.height())
            .narrow(1, 0, picture.width())
            .copy_(Ops.toFloat(channels).sub_(means).div_(stds));
      }
    }
    return new ImageBatch(batch.permute(0, 3, 1, 2), sizes);
  }

  /** The size that a resized picture has after padding. */
  static ImageSize padded(ImageSize size, int divisibility) {
    return new ImageSize(roundUp(size.width(), divisibility), roundUp(size.height(), divisibility));
  }

  private static ImageSize largest(List<ImageSize> sizes) {
    return sizes.stream()
        .reduce(
            (a, b) ->
                new ImageSize(Math.max(a.width(), b.width()), Math.max(a.height(), b.height())))
        .orElseThrow();
  }

  private static int roundUp(int value, int divisor) {
    return (value + divisor - 1) / divisor * divisor;
  }

  private static Tensor channelValues(List<Double> values) {
    float[] array = new float[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      array[i] = values.get(i).floatValue();
    }
    return HostTensors.ofFloats(array, CHANNELS);
  }
}
