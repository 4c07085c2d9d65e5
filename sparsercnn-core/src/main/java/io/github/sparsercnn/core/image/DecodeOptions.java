package io.github.sparsercnn.core.image;

/**
 * What a picture file may cost and how whole it must be.
 *
 * @param maxPixels largest width times height that is decoded, at least 1; checked on the header,
 *     before memory is taken
 * @param allowTruncated whether the pixels of a file that ends too early are used as far as they
 *     go, as with Pillow's {@code LOAD_TRUNCATED_IMAGES}
 */
public record DecodeOptions(long maxPixels, boolean allowTruncated) {
  /** Pillow refuses pictures above twice its {@code MAX_IMAGE_PIXELS} as decompression bombs. */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970;

  /** Pillow's defaults: {@link #DEFAULT_MAX_PIXELS}, whole files only. */
  public static final DecodeOptions DEFAULT = new DecodeOptions(DEFAULT_MAX_PIXELS, false);

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public DecodeOptions {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1: " + maxPixels);
    }
  }
}
