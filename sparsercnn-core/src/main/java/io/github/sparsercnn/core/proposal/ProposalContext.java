package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import java.util.function.ToIntFunction;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a {@link ProposalInitializer} may look at. Methods that return tensors make them in the open
 * scope.
 *
 * @param features one {@code [B, C, H, W]} map per pyramid level, finest first, of the padded
 *     batch, in the precision of the pass: float32, or bfloat16 in mixed training; none where the
 *     initializer {@linkplain ProposalInitializer#readsPictures reads no pictures}
 * @param strides pixels of the padded picture per cell, one per level
 * @param imageSizes sizes of the resized pictures without padding, one per picture
 * @param imageScales {@code [B, 4]}: width, height, width, height of each picture without padding;
 *     float32 (float64 in a network of float64), which is the element type of all boxes
 * @param training whether the network is being trained
 */
public record ProposalContext(
    List<Tensor> features,
    List<Integer> strides,
    List<ImageSize> imageSizes,
    Tensor imageScales,
    boolean training) {
  /**
   * Copies the lists.
   *
   * @param features as above
   * @param strides as above
   * @param imageSizes as above
   * @param imageScales as above
   * @param training as above
   */
  public ProposalContext {
    features = List.copyOf(features);
    strides = List.copyOf(strides);
    imageSizes = List.copyOf(imageSizes);
  }

  /** {@return the number of pictures, B} */
  public int batchSize() {
    return imageSizes.size();
  }

  /** {@return where the network runs} */
  public Device device() {
    return imageScales.device();
  }

  /** {@return the element type of the feature maps, or that of boxes where there are none} */
  public ScalarType dtype() {
    return (features.isEmpty() ? imageScales : features.get(0)).scalar_type().intern();
  }

  /**
   * {@return the element type and device of boxes, for {@code torch.zeros(shape,
   * context.boxOptions())}}
   */
  public TensorOptions boxOptions() {
    return new TensorOptions(imageScales.scalar_type()).device(new DeviceOptional(device()));
  }

  /**
   * Which cells of a level lie outside of the pictures. A level has {@code ceil(size / stride)}
   * cells of a picture.
   *
   * @param level index into {@link #features}
   * @return {@code [B, H, W]} bool, true on padding
   */
  public Tensor paddingMask(int level) {
    Tensor map = features.get(level);
    Tensor right = beyond(map.size(3), level, ImageSize::width);
    Tensor below = beyond(map.size(2), level, ImageSize::height);
    return right.unsqueeze(1).logical_or(below.unsqueeze(2));
  }

  /** {@code [B, cells]}: true from the first cell on that a picture does not reach. */
  private Tensor beyond(long cells, int level, ToIntFunction<ImageSize> side) {
    int stride = strides.get(level);
    long[] reached =
        imageSizes.stream()
            .mapToLong(size -> (side.applyAsInt(size) + stride - 1) / stride)
            .toArray();
    Tensor ends = Ops.onDeviceOf(HostTensors.ofLongs(reached, reached.length, 1), imageScales);
    return Ops.rangeLike(cells, ends).unsqueeze(0).ge(ends);
  }

  /**
   * Boxes of the pictures from boxes in fractions of a picture.
   *
   * @param fractions {@code [N, 4]} for all pictures, or {@code [B, N, 4]}: centre x and y, width
   *     and height, 1 for the whole side of the picture
   * @return {@code [B, N, 4] xyxy} in pixels
   */
  public Tensor toPixels(Tensor fractions) {
    Tensor centres = fractions.narrow(-1, 0, 2);
    Tensor halfSizes = Ops.mul(fractions.narrow(-1, 2, 2), 0.5);
    Tensor xyxy = Ops.cat(List.of(centres.sub(halfSizes), centres.add(halfSizes)), -1);
    return xyxy.mul(imageScales.unsqueeze(1));
  }

  /**
   * The same rows for each picture.
   *
   * @param rows {@code [N, C]}
   * @return {@code [B, N, C]}, without a copy
   */
  public Tensor repeat(Tensor rows) {
    return rows.unsqueeze(0).expand(batchSize(), rows.size(0), rows.size(1));
  }
}
