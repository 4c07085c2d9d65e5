package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.torch.HostTensors;
import java.util.Random;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/**
 * Boxes that are drawn once and stay as they are, for all pictures, with learned features.
 *
 * <p>Parameter: {@code init_proposal_features.weight [N, C]}. Buffer: {@code random_proposal_boxes
 * [N, 4]}, centre and size as fractions of the picture.
 */
final class RandomProposals implements ProposalInitializer {
  private static final String BOXES = "random_proposal_boxes";
  private static final int EDGES = 4;

  /** The shortest side of a box, as a fraction of the picture's. */
  private static final float SHORTEST = 0.1f;

  private final ProposalParameters parameters = new ProposalParameters();
  private final Tensor features;
  private final Tensor boxes;

  RandomProposals(ProposalSettings settings, long seed) {
    int n = settings.numProposals();
    features = parameters.features(settings);
    boxes = parameters.buffer(BOXES, () -> HostTensors.ofFloats(draw(n, seed), n, EDGES));
  }

  /**
   * Boxes within the picture: sides uniform in [0.1, 1), then the place uniform in what is left.
   */
  private static float[] draw(int n, long seed) {
    Random random = new Random(seed);
    float[] boxes = new float[EDGES * n];
    for (int i = 0; i < boxes.length; i += EDGES) {
      for (int axis = 0; axis < 2; axis++) {
        float side = SHORTEST + (1 - SHORTEST) * random.nextFloat();
        boxes[i + axis] = side / 2 + (1 - side) * random.nextFloat();
        boxes[i + 2 + axis] = side;
      }
    }
    return boxes;
  }

  @Override
  public Proposals propose(ProposalContext context) {
    return new Proposals(context.toPixels(boxes), context.repeat(features));
  }

  /** Boxes may be drawn anew; what they are is in the weights from then on. */
  @Override
  public boolean mayStartFresh(String name) {
    return name.equals(BOXES);
  }

  @Override
  public boolean readsPictures() {
    return false;
  }

  @Override
  public Module module() {
    return parameters.module();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
