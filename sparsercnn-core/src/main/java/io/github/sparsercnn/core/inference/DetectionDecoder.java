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

  /** Scores with the proposal and the class that each belongs to. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ranking(float[] scores, int[] proposals, int[] classIds) {}

  /**
   * Reads the instances of one picture.
   *
   * @param output of the last stage
   * @param index of the picture in the batch
   * @param resized size of the picture that the network saw, without padding
   * @param original size of the picture that the boxes shall refer to
   */
  Instances decode(StageOutput output, int index, ImageSize resized, ImageSize original) {
    return instances(read(output, index), resized, original);
  }

  /**
   * Reads what the network answered for one picture.
   *
   * @param output of the last stage
   * @param index of the picture in the batch
   * @return boxes in pixels of the picture that the network saw
   */
  Detections read(StageOutput output, int index) {
    Tensor logits = output.logits().select(0, index);
    Ranking ranking = focal ? rankPairs(logits) : rankProposals(logits);
    float[] proposed = HostTensors.toFloats(output.boxes().select(0, index));
    float[] boxes = new float[EDGES * ranking.scores.length];
    for (int i = 0; i < ranking.proposals.length; i++) {
      System.arraycopy(proposed, EDGES * ranking.proposals[i], boxes, EDGES * i, EDGES);
    }
    requireFinite(boxes);
    return new Detections(boxes, ranking.scores, ranking.classIds);
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

  private static Ranking rankPairs(Tensor logits) {
    int classes = Math.toIntExact(logits.size(1));
    TopK best = NeuralOps.topK(logits.sigmoid().flatten(), logits.size(0));
    float[] scores = HostTensors.toFloats(best.values());
    int[] pairs = HostTensors.toInts(best.indices());
    int[] proposals = new int[pairs.length];
    int[] classIds = new int[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      proposals[i] = pairs[i] / classes;
      classIds[i] = pairs[i] % classes;
    }
    return new Ranking(scores, proposals, classIds);
  }

  private static Ranking rankProposals(Tensor logits) {
    long foreground = logits.size(1) - 1;
    TopK best = NeuralOps.maxLast(NeuralOps.softmax(logits, 1).narrow(1, 0, foreground));
    int[] proposals = new int[Math.toIntExact(logits.size(0))];
    for (int i = 0; i < proposals.length; i++) {
      proposals[i] = i;
    }
    return new Ranking(
        HostTensors.toFloats(best.values()), proposals, HostTensors.toInts(best.indices()));
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
