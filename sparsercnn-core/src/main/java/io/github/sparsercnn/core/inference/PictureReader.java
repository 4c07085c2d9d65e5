package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.image.ShortestEdge;

/**
 * Reads pictures and brings them to the size at which the network sees them.
 *
 * @param options what a file may cost
 * @param minSize length of the shorter side after resizing; 0 leaves pictures as they are
 * @param maxSize largest length of the longer side
 */
record PictureReader(DecodeOptions options, int minSize, int maxSize) {

  /** Decodes a picture. */
  RgbImage read(Image image) {
    return ImageDecoder.decode(image, options);
  }

  /** Resizes a decoded picture by the short-edge rule. */
  RgbImage resize(RgbImage picture) {
    if (minSize == 0) {
      return picture;
    }
    return PillowResize.bilinear(picture, new ShortestEdge(minSize, maxSize).apply(picture.size()));
  }
}
