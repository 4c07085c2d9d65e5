package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the same two objects in every picture; refuses pictures named {@code broken*}. */
final class FakeDetector implements Detector {
  static final ImageSize SIZE = new ImageSize(640, 480);

  final List<Integer> batches = new ArrayList<>();
  boolean closed;

  @Override
  public Instances predict(Image image) {
    if (image instanceof Image.File file && fileName(file.path()).startsWith("broken")) {
      throw new ImageException(file.name() + ": not a picture");
    }
    return Instances.of(
        SIZE,
        Boxes.of(new float[] {1.25f, 2, 30, 40, 0.1f, 0, 639.5f, 480}),
        new float[] {0.5f, 0.93f},
        new int[] {1, 0},
        categories());
  }

  @Override
  public List<Instances> predict(List<? extends Image> images) {
    batches.add(images.size());
    return images.stream().map(this::predict).toList();
  }

  @Override
  public Categories categories() {
    return Categories.of(List.of("RBC", "cellule \u00e9trange"));
  }

  @Override
  public ModelInfo info() {
    return ModelInfo.builder().parameterCount(0).tensorCount(0).build();
  }

  @Override
  public void close() {
    closed = true;
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }
}
