package io.github.sparsercnn;

import java.util.ArrayList;
import java.util.List;

/** A detector that finds nothing and remembers what it was shown. */
final class RecordingDetector implements Detector {
  final DetectorOptions options;
  final List<Image> shown = new ArrayList<>();

  RecordingDetector(DetectorOptions options) {
    this.options = options;
  }

  @Override
  public Instances predict(Image image) {
    shown.add(image);
    return Instances.none(new ImageSize(1, 1), categories());
  }

  @Override
  public List<Instances> predict(List<? extends Image> images) {
    return images.stream().map(this::predict).toList();
  }

  @Override
  public Categories categories() {
    return Categories.coco();
  }

  @Override
  public ModelInfo info() {
    return ModelInfo.builder().parameterCount(0).tensorCount(0).build();
  }

  @Override
  public void close() {}
}
