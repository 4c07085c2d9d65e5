package io.github.sparsercnn.examples.bench.work;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.zip.CRC32;

/** Pillow's bilinear resize of RGB bytes; the figure is a checksum of the bytes. */
final class ResizeJob implements Job {
  private final RgbImage picture;
  private final ImageSize size;
  private RgbImage resized;

  ResizeJob(JobSpec spec) {
    picture = TestCard.named(spec.text("picture"));
    size = spec.size();
    resized = picture;
  }

  @Override
  public void run() {
    resized = PillowResize.bilinear(picture, size);
  }

  @Override
  public double[] figures() {
    CRC32 checksum = new CRC32();
    checksum.update(resized.bytes());
    return new double[] {checksum.getValue()};
  }
}
