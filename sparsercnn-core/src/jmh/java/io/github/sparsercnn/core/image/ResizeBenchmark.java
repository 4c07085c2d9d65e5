package io.github.sparsercnn.core.image;

import io.github.sparsercnn.ImageSize;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The resize of a picture to the size that official models are tested with. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResizeBenchmark {
  private static final int SHORTER_SIDE = 800;

  @Param({"640x427", "1920x1280"})
  private String picture;

  private RgbImage image = new RgbImage(new byte[3], new ImageSize(1, 1));
  private ImageSize size = image.size();

  @Setup
  public void drawPicture() {
    String[] sides = picture.split("x", 2);
    ImageSize original = new ImageSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    byte[] bytes = new byte[3 * original.width() * original.height()];
    new SplittableRandom(1).nextBytes(bytes);
    image = new RgbImage(bytes, original);
    size = new ImageSize(original.width() * SHORTER_SIDE / original.height(), SHORTER_SIDE);
  }

  @Benchmark
  public RgbImage bilinear() {
    return PillowResize.bilinear(image, size);
  }
}
