package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.NativeException;
import java.util.ArrayList;
import java.util.List;

/** Finds one object everywhere, and fails on pictures of one pixel's width as LibTorch would. */
final class CountingDetector implements Detector {
  static final Categories CATEGORIES = Categories.of(List.of("cell", "noise"), new int[] {7, 9});

  final List<Integer> batches = new ArrayList<>();

  @Override
  public Instances predict(Image image) {
    return predict(List.of(image)).get(0);
  }

  @Override
  public List<Instances> predict(List<? extends Image> images) {
    List<ImageSize> sizes = images.stream().map(image -> ((Image.Rgb) image).size()).toList();
    if (sizes.stream().anyMatch(size -> size.width() == 1)) {
      throw new NativeException("no memory");
    }
    batches.add(images.size());
    return sizes.stream().map(CountingDetector::one).toList();
  }

  private static Instances one(ImageSize size) {
    return Instances.of(
        size,
        Boxes.of(new float[] {1, 2, 3.5f, 4, 0, 0, 1, 1}),
        new float[] {0.9f, 0.2f},
        new int[] {0, 1},
        CATEGORIES);
  }

  @Override
  public Categories categories() {
    return CATEGORIES;
  }

  @Override
  public ModelInfo info() {
    return ModelInfo.builder().parameterCount(0).tensorCount(0).build();
  }

  @Override
  public void close() {}
}
