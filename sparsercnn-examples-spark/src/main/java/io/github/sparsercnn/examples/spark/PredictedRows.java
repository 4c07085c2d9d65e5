package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.ImageDecoder;
import io.github.sparsercnn.core.image.RgbImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;

/**
 * The rows of a partition, computed when they are asked for: at most one batch of pictures is in
 * memory. The order of the pictures is not kept. Not thread-safe.
 */
final class PredictedRows implements Iterator<Row> {
  private final Iterator<Row> pictures;
  private final Detector detector;
  private final int batch;
  private final float threshold;
  private final boolean blameMachine;
  private final Queue<Row> ready = new ArrayDeque<>();

  /** A picture and its pixels. */
  private record Decoded(PictureRow picture, Image pixels) {}

  /**
   * @param pictures of {@link PictureRow#SCHEMA}
   * @param detector stays open
   * @param batch pictures computed together, at least 1
   * @param threshold scores must be strictly greater; below 0 to keep all
   * @param blameMachine whether a failure of LibTorch is thrown, so that the task runs again, maybe
   *     elsewhere; else it becomes the error of the picture
   */
  PredictedRows(
      Iterator<Row> pictures, Detector detector, int batch, float threshold, boolean blameMachine) {
    this.pictures = pictures;
    this.detector = detector;
    this.batch = batch;
    this.threshold = threshold;
    this.blameMachine = blameMachine;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && pictures.hasNext()) {
      computeBatch();
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the partition has no more pictures");
    }
    return ready.remove();
  }

  /**
   * Pictures are decoded here and not by the detector, so that a bad one costs no other anything.
   */
  private void computeBatch() {
    List<Decoded> decoded = new ArrayList<>(batch);
    for (int i = 0; i < batch && pictures.hasNext(); i++) {
      PictureRow picture = PictureRow.of(pictures.next());
      try {
        decoded.add(new Decoded(picture, decode(picture)));
      } catch (ImageException e) {
        fail(picture, e);
      }
    }
    if (!decoded.isEmpty()) {
      predict(decoded);
    }
  }

  private static Image decode(PictureRow picture) {
    if (picture.content() == null) {
      throw new ImageException("there is no content, or more than an array can hold");
    }
    RgbImage pixels = ImageDecoder.decode(Image.of(picture.content()), DecodeOptions.DEFAULT);
    return Image.ofRgb(pixels.bytes(), pixels.width(), pixels.height());
  }

  private void predict(List<Decoded> decoded) {
    List<Instances> found;
    try {
      found = detector.predict(decoded.stream().map(Decoded::pixels).toList());
    } catch (ImageException | NativeException e) {
      if (decoded.size() > 1) {
        decoded.forEach(one -> predict(List.of(one)));
      } else if (blameMachine && e instanceof NativeException) {
        throw e;
      } else {
        fail(decoded.get(0).picture(), e);
      }
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      Instances instances = found.get(i);
      Instances kept = threshold < 0 ? instances : instances.above(threshold);
      ready.add(DetectionRows.found(decoded.get(i).picture(), kept));
    }
  }

  private void fail(PictureRow picture, SparseRcnnException reason) {
    ready.add(DetectionRows.failed(picture, String.valueOf(reason.getMessage())));
  }
}
