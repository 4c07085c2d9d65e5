package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.NativeErrors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The detector on LibTorch: decodes and resizes pictures, runs the prepared network, reads
 * instances off its last stage.
 *
 * <p>Predictions hold the read lock, so that {@link #close} waits for them.
 */
final class SparseRcnnDetector implements Detector {
  /** More pictures per pass do not make the CPU faster, but cost memory. */
  private static final int MAX_BATCH = 8;

  private final SparseRcnn network;
  private final Runnable afterClose;
  private final PictureReader reader;
  private final ImageNormalizer normalizer;
  private final DetectionDecoder decoder;
  private final ComputeDevice device;
  private final ModelInfo info;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Takes over a network.
   *
   * @param network prepared; closed with the detector
   * @param afterClose lets go of what the detector owns beside the network
   */
  SparseRcnnDetector(
      SparseRcnn network,
      Runnable afterClose,
      PictureReader reader,
      ImageNormalizer normalizer,
      DetectionDecoder decoder,
      ComputeDevice device,
      ModelInfo info) {
    this.network = network;
    this.afterClose = afterClose;
    this.reader = reader;
    this.normalizer = normalizer;
    this.decoder = decoder;
    this.device = device;
    this.info = info;
  }

  /** A picture at the size at which the network sees it. */
  private record Resized(RgbImage picture, ImageSize original, int position) {}

  @Override
  public Instances predict(Image image) {
    return predict(List.of(image)).get(0);
  }

  @Override
  public List<Instances> predict(List<? extends Image> images) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the detector is closed");
      }
      List<Instances> results = new ArrayList<>();
      for (int from = 0; from < images.size(); from += MAX_BATCH) {
        int to = Math.min(from + MAX_BATCH, images.size());
        results.addAll(predictWindow(images.subList(from, to)));
      }
      return List.copyOf(results);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Pictures of equal padded size share a pass; more padding would change the answers. */
  private List<Instances> predictWindow(List<? extends Image> images) {
    Map<ImageSize, List<Resized>> bySize = new LinkedHashMap<>();
    for (int i = 0; i < images.size(); i++) {
      RgbImage original = reader.read(images.get(i));
      RgbImage picture = reader.resize(original);
      bySize
          .computeIfAbsent(
              ImageNormalizer.padded(picture.size(), network.sizeDivisibility()),
              size -> new ArrayList<>())
          .add(new Resized(picture, original.size(), i));
    }
    Instances[] results = new Instances[images.size()];
    for (List<Resized> group : bySize.values()) {
      List<Instances> instances = run(group);
      for (int i = 0; i < group.size(); i++) {
        results[group.get(i).position()] = instances.get(i);
      }
    }
    return List.of(results);
  }

  private List<Instances> run(List<Resized> group) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference()) {
      ImageBatch batch =
          normalizer.batch(
              group.stream().map(Resized::picture).toList(), network.sizeDivisibility(), device);
      List<StageOutput> stages = network.forward(batch);
      StageOutput last = stages.get(stages.size() - 1);
      List<Instances> instances = new ArrayList<>();
      for (int i = 0; i < group.size(); i++) {
        Resized resized = group.get(i);
        instances.add(decoder.decode(last, i, resized.picture().size(), resized.original()));
      }
      return instances;
    } catch (RuntimeException e) {
      throw NativeErrors.translate("prediction", e);
    }
  }

  @Override
  public Categories categories() {
    return decoder.categories();
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        network.close();
        afterClose.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
