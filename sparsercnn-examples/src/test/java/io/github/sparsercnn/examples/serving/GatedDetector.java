package io.github.sparsercnn.examples.serving;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.NativeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Computes a batch when the gate lets it. It finds in each picture one object, whose score tells
 * the picture's red, and fails on {@link Pictures#POISON}.
 */
final class GatedDetector implements Detector {
  /** A permit for each batch. */
  final Semaphore gate = new Semaphore(0);

  /** How many batches have begun. */
  final Semaphore begun = new Semaphore(0);

  final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  /** Opens the gate for good. */
  GatedDetector open() {
    gate.release(Integer.MAX_VALUE / 2);
    return this;
  }

  @Override
  public Instances predict(Image image) {
    Image.Rgb picture = (Image.Rgb) image;
    int red = picture.bytes()[0] & 255;
    if (red == Pictures.POISON) {
      throw new NativeException("out of memory on purpose; use another picture");
    }
    ImageSize size = picture.size();
    return Instances.of(
        size,
        Boxes.of(new float[] {0, 0, size.width(), size.height()}),
        new float[] {red / 255f},
        new int[] {0},
        categories());
  }

  @Override
  public List<Instances> predict(List<? extends Image> images) {
    batches.add(images.size());
    begun.release();
    gate.acquireUninterruptibly();
    return images.stream().map(this::predict).toList();
  }

  @Override
  public Categories categories() {
    return Categories.of(List.of("cellule \u00e9trange"));
  }

  @Override
  public ModelInfo info() {
    return ModelInfo.builder().parameterCount(0).tensorCount(0).build();
  }

  @Override
  public void close() {}
}
