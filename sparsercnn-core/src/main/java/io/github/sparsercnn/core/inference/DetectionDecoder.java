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
import java.util.Arrays;
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
    Tensor logits = output.logits().select(0, index);
    Ranking ranking = focal ? rankPairs(logits) : rankProposals(logits);
    float[] boxes = HostTensors.toFloats(output.boxes().select(0, index));
    float scaleX = (float) ((double) original.width() / resized.width());
    float scaleY = (float) ((double) original.height() / resized.height());

    int count = ranking.scores.length;
    float[] kept = new float[count * 4];
    float[] scores = new float[count];
    int[] classIds = new int[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      int box = ranking.proposals[i] * 4;
      requireFinite(boxes, box);
      float x1 = clip(boxes[box] * scaleX, original.width());
      float y1 = clip(boxes[box + 1] * scaleY, original.height());
      float x2 = clip(boxes[box + 2] * scaleX, original.width());
      float y2 = clip(boxes[box + 3] * scaleY, original.height());
      if (x2 > x1 && y2 > y1) {
        kept[4 * n] = x1;
        kept[4 * n + 1] = y1;
        kept[4 * n + 2] = x2;
        kept[4 * n + 3] = y2;
        scores[n] = ranking.scores[i];
        classIds[n] = ranking.classIds[i];
        n++;
      }
    }
    return Instances.of(
        original,
        Boxes.of(Arrays.copyOf(kept, 4 * n)),
        Arrays.copyOf(scores, n),
        Arrays.copyOf(classIds, n),
        categories);
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

  private static void requireFinite(float[] boxes, int start) {
    for (int i = start; i < start + 4; i++) {
      if (!Float.isFinite(boxes[i])) {
        throw new SparseRcnnException(
            "the network answered with the box coordinate "
                + boxes[i]
                + "; its weights hold NaN, infinite or wrongly scaled values");
      }
    }
  }
}
