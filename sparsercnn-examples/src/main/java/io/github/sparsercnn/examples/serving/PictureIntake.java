package io.github.sparsercnn.examples.serving;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Brings pictures from the network to pixels, in the threads of their requests: what is broken is
 * found before it could spoil a batch. Thread-safe.
 */
final class PictureIntake {
  private final int maxBytes;
  private final DecodeOptions decoding;
  private final ServingMetrics metrics;

  /** Decoding takes memory and a processor; more at a time than processors would only take both. */
  private final Semaphore processors =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  PictureIntake(ServingOptions options, ServingMetrics metrics) {
    maxBytes = options.maxBytes();
    decoding = new DecodeOptions(options.maxPixels(), false);
    this.metrics = metrics;
  }

  /**
   * Reads a picture file.
   *
   * @param body of the request
   * @param declared its {@code Content-Length}, if it has one
   * @throws RefusedException if it is too large
   * @throws IOException if the client went away
   */
  byte[] read(InputStream body, @Nullable String declared) throws IOException {
    if (declared != null && Long.parseLong(declared.strip()) > maxBytes) {
      throw RefusedException.tooManyBytes(maxBytes);
    }
    byte[] file = body.readNBytes(maxBytes);
    if (file.length == maxBytes && body.read() >= 0) {
      throw RefusedException.tooManyBytes(maxBytes);
    }
    return file;
  }

  /**
   * Decodes a picture file.
   *
   * @return its upright pixels
   * @throws io.github.sparsercnn.ImageException if it cannot be used
   */
  Image decode(byte[] file) {
    processors.acquireUninterruptibly();
    try {
      long start = System.nanoTime();
      RgbImage picture = ImageDecoder.decode(Image.of(file), decoding);
      metrics.decoded(System.nanoTime() - start);
      return Image.ofRgb(picture.bytes(), picture.width(), picture.height());
    } finally {
      processors.release();
    }
  }
}
