package io.github.sparsercnn.core.proposal;

import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The proposals of the paper (section 3.2): one learned set of boxes and features for all pictures.
 *
 * <p>Parameters: {@code init_proposal_features.weight [N, C]} and {@code init_proposal_boxes.weight
 * [N, 4]}, centre and size as fractions of the picture.
 */
final class LearnedProposals implements ProposalInitializer {
  /** The whole picture, where official training starts. */
  private static final float[] WHOLE_IMAGE = {0.5f, 0.5f, 1f, 1f};

  private final Module module = TensorScope.escape(new Module());

  /** LibTorch calls their Java side when the whole module moves, so they must live as long. */
  private final List<Module> embeddings = new ArrayList<>();

  private final Tensor features;
  private final Tensor boxes;

  LearnedProposals(ProposalShape shape) {
    try (TensorScope scope = TensorScope.open()) {
      int n = shape.numProposals();
      features = embedding("init_proposal_features", torch.torch_randn(n, shape.hiddenDim()));
      Tensor whole = torch.torch_empty(n, WHOLE_IMAGE.length);
      for (int i = 0; i < WHOLE_IMAGE.length; i++) {
        whole.narrow(1, i, 1).fill_(new Scalar(WHOLE_IMAGE[i]));
      }
      boxes = embedding("init_proposal_boxes", whole);
    }
  }

  private Tensor embedding(String name, Tensor initial) {
    Module embedding = TensorScope.escape(new Module());
    embeddings.add(embedding);
    Tensor weight = TensorScope.escape(embedding.register_parameter("weight", initial));
    module.register_module(name, embedding);
    return weight;
  }

  @Override
  public Proposals propose(ProposalContext context) {
    Tensor centres = boxes.narrow(1, 0, 2);
    Tensor halfSizes = Ops.mul(boxes.narrow(1, 2, 2), 0.5);
    Tensor xyxy = Ops.cat(List.of(centres.sub(halfSizes), centres.add(halfSizes)), 1);
    Tensor pixels = xyxy.unsqueeze(0).mul(context.imageScales().unsqueeze(1));
    Tensor repeated =
        features.unsqueeze(0).expand(context.batchSize(), features.size(0), features.size(1));
    return new Proposals(pixels, repeated);
  }

  @Override
  public Module module() {
    return module;
  }

  @Override
  public void close() {
    TensorScope.release(features);
    TensorScope.release(boxes);
    embeddings.forEach(TensorScope::release);
    TensorScope.release(module);
  }
}
