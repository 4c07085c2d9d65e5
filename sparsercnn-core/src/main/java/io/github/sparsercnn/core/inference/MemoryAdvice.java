package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.OutOfDeviceMemoryException;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.NativeErrors;
import java.util.List;

/** Says what to do when pictures need more memory than the device has. */
final class MemoryAdvice {
  /** Half as many pixels. */
  private static final double SMALLER = Math.sqrt(0.5);

  /** Sizes that padding leaves as they are. */
  private static final int STEP = 32;

  private MemoryAdvice() {}

  /**
   * The exception to throw.
   *
   * @param sizes of the resized pictures that went together
   * @param device where they went
   * @param thrown by LibTorch
   */
  static OutOfDeviceMemoryException of(
      List<ImageSize> sizes, ComputeDevice device, RuntimeException thrown) {
    ImageSize first = sizes.get(0);
    int shortEdge = Math.min(first.width(), first.height());
    int proposed = Math.max(STEP, (int) (shortEdge * SMALLER) / STEP * STEP);
    String found =
        sizes.size() == 1
            ? "a picture of " + first.width() + "x" + first.height()
            : sizes.size() + " pictures of " + first.width() + "x" + first.height();
    String advice =
        sizes.size() == 1 ? "" : "predict " + sizes.size() / 2 + " pictures at once, or ";
    return new OutOfDeviceMemoryException(
        "the memory of device "
            + device.name()
            + " does not suffice for "
            + found
            + " (after resizing): "
            + advice
            + "set INPUT.MIN_SIZE_TEST "
            + proposed
            + ", or use precision FP16 or BF16; LibTorch says: "
            + NativeErrors.text(thrown),
        thrown);
  }
}
