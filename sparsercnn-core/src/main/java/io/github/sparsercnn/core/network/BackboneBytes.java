package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.network.QuantizedConvolution.Meaning;
import io.github.sparsercnn.core.torch.QuantizedOps.Bytes;

/**
 * What the bytes between the layers of a backbone stand for. A layer is named as in {@link ResNet}:
 * {@code stem}, {@code res2.0.conv1}; the result of a block by its last convolution.
 *
 * @param ranges measured
 */
record BackboneBytes(ActivationRanges ranges) {
  static final String STEM = "stem";

  /** Of what the first stage reads. */
  Bytes stem() {
    return ranges.bytes(STEM);
  }

  /** Of what a block makes. */
  Bytes block(String name) {
    return ranges.bytes(name + ".conv3");
  }

  /**
   * Around a convolution of a block.
   *
   * @param block its name
   * @param convolution the convolution's name in it
   * @param input of what the block reads
   * @param projected whether the block has a shortcut of its own
   */
  Meaning convolution(String block, String convolution, Bytes input, boolean projected) {
    String name = block + "." + convolution;
    Bytes output = ranges.bytes(name);
    return switch (convolution) {
      case "conv2" -> new Meaning(ranges.bytes(block + ".conv1"), Meaning.NONE, output);
      case "conv3" ->
          new Meaning(
              ranges.bytes(block + ".conv2"),
              projected ? ranges.bytes(block + ".shortcut") : input,
              output);
      default -> new Meaning(input, Meaning.NONE, output);
    };
  }
}
