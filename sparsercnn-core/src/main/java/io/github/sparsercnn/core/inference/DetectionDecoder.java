package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.NeuralOps;
import io.github.sparsercnn.core.torch.NeuralOps.TopK;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Reads instances off the last stage (official detector.py, {@code SparseRCNN.inference}, then
 * {@code detector_postprocess}).
 *
 * <p>In the focal form the N best of all N x K pairs of proposal and class are taken, so a proposal
 * may appear with several classes. In the softmax form each proposal gets its best foreground
 * class. There is no threshold and no suppression; instances whose box is empty inside the picture
 * are dropped.
 *
 * @param categories of the model
 * @param focal whether logits are sigmoid scores ({@code USE_FOCAL})
 */
record DetectionDecoder(Categories categories, boolean focal) {
  private static final int EDGES = 4;

  /**
   * Reads the instances of one picture.
   *
   * @param output of the last stage
   * @param index of the picture in the batch
   * @param resized size of the picture that the network saw, without padding
   * @param original size of the picture that the boxes shall refer to
   */
  Instances decode(StageOutput output, int index, ImageSize resized, ImageSize original) {
    return instances(read(output).get(index), resized, original);
  }

  /**
   * Reads what the network answered, all pictures in one go: a GPU is asked once.
   *
   * @param output of the last stage
   * @return for each picture, boxes in pixels of the picture that the network saw
   */
  List<Detections> read(StageOutput output) {
    int batch = Math.toIntExact(output.logits().size(0));
    int classes = Math.toIntExact(output.logits().size(2));
    TopK best = focal ? bestPairs(output.logits()) : bestClasses(output.logits());
    int perImage = Math.toIntExact(best.values().size(1));
    Tensor boxes = output.boxes().flatten(1, 2);
    float[] answers =
        HostTensors.toFloats(
            Ops.cat(
                List.of(Ops.like(best.values(), boxes), Ops.like(best.indices(), boxes), boxes),
                1));
    int perAnswer = answers.length / batch;
    List<Detections> detections = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      int scores = i * perAnswer;
      int indices = scores + perImage;
      detections.add(read(answers, scores, indices, indices + perImage, classes));
    }
    return detections;
  }

  /** Reads one picture's scores, what each belongs to, and the boxes of the proposals. */
  private Detections read(float[] answers, int scores, int indices, int boxes, int classes) {
    int count = indices - scores;
    float[] found = new float[EDGES * count];
    int[] classIds = new int[count];
    for (int i = 0; i < count; i++) {
      // Whole numbers below 2^24 are exact in float32, and no network has that many pairs.
      int index = (int) answers[indices + i];
      int proposal = focal ? index / classes : i;
      classIds[i] = focal ? index % classes : index;
      System.arraycopy(answers, boxes + EDGES * proposal, found, EDGES * i, EDGES);
    }
    requireFinite(found);
    return new Detections(found, Arrays.copyOfRange(answers, scores, indices), classIds);
  }

  /**
   * Cuts boxes at the borders of the picture and leaves out those that are empty then.
   *
   * @param detections boxes in pixels of a resized picture
   * @param resized its size
   * @param original size of the picture that the boxes shall refer to
   */
  Instances instances(Detections detections, ImageSize resized, ImageSize original) {
    float scaleX = (float) ((double) original.width() / resized.width());
    float scaleY = (float) ((double) original.height() / resized.height());
    float[] boxes = detections.scaled(scaleX, scaleY).boxes();
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = clip(boxes[i], i % 2 == 0 ? original.width() : original.height());
    }
    Detections clipped = new Detections(boxes, detections.scores(), detections.classIds());
    Detections kept =
        clipped.where(
            i ->
                boxes[EDGES * i + 2] > boxes[EDGES * i]
                    && boxes[EDGES * i + 3] > boxes[EDGES * i + 1]);
    return Instances.of(
        original, Boxes.of(kept.boxes()), kept.scores(), kept.classIds(), categories);
  }

  /** The best pairs of proposal and class, as many as there are proposals. */
  private static TopK bestPairs(Tensor logits) {
    return NeuralOps.topK(logits.sigmoid().flatten(1, 2), logits.size(1));
  }

  /** The best class of each proposal; the last one is the background. */
  private static TopK bestClasses(Tensor logits) {
    Tensor foreground = NeuralOps.softmax(logits, 2).narrow(2, 0, logits.size(2) - 1);
    TopK best = NeuralOps.maxLast(foreground);
    return new TopK(best.values().squeeze(2), best.indices().squeeze(2));
  }

  private static float clip(float value, int size) {
    return Math.min(Math.max(value, 0), size);
  }

  private static void requireFinite(float[] boxes) {
    for (float coordinate : boxes) {
      if (!Float.isFinite(coordinate)) {
        throw new SparseRcnnException(
            "the network answered with the box coordinate "
                + coordinate
                + "; its weights hold NaN, infinite or wrongly scaled values");
      }
    }
  }
}
