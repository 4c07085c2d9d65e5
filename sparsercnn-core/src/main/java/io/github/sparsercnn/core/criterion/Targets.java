package io.github.sparsercnn.core.criterion;

import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The ground truth of a batch where the network runs, padded to T, the largest number of boxes in
 * one of its pictures.
 *
 * @param truths one per picture
 * @param boxes {@code [B, T, 4] xyxy} in pixels of the resized pictures
 * @param classes {@code [B, T]} int64
 * @param scales {@code [B, 4]}: width, height, width, height of each resized picture
 */
record Targets(List<GroundTruth> truths, Tensor boxes, Tensor classes, Tensor scales) {
  private static final int EDGES = 4;

  /**
   * Uploads the ground truth.
   *
   * @param like gives element type and device
   */
  static Targets of(List<GroundTruth> truths, ImageBatch batch, Tensor like) {
    int images = truths.size();
    int most = truths.stream().mapToInt(GroundTruth::size).max().orElse(0);
    float[] boxes = new float[images * most * EDGES];
    long[] classes = new long[images * most];
    for (int image = 0; image < images; image++) {
      GroundTruth truth = truths.get(image);
      float[] xyxy = truth.boxes().toXyxy();
      System.arraycopy(xyxy, 0, boxes, image * most * EDGES, xyxy.length);
      int[] classIds = truth.classIds();
      for (int i = 0; i < classIds.length; i++) {
        classes[image * most + i] = classIds[i];
      }
    }
    return new Targets(
        List.copyOf(truths),
        Ops.like(HostTensors.ofFloats(boxes, images, most, EDGES), like),
        Ops.onDeviceOf(HostTensors.ofLongs(classes, images, most), like),
        batch.scales(like));
  }

  /** T. */
  int mostBoxes() {
    return Math.toIntExact(boxes.size(1));
  }
}
