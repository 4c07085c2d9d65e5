package io.github.sparsercnn.core.network;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.torch.HostTensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Which tensors a network wants, told without allocating them. */
public final class ExpectedTensors {
  private ExpectedTensors() {}

  /**
   * The names and shapes of all tensors of a network for prediction.
   *
   * @param architecture its shape
   * @param proposals its proposal initializer, left as it is
   * @return shapes by detectron2 name, in the order of the network's layers
   */
  public static Map<String, long[]> of(Architecture architecture, ProposalInitializer proposals) {
    return of(architecture, proposals, Normalization.fixed());
  }

  /**
   * The names and shapes of all tensors of a network.
   *
   * @param architecture its shape
   * @param proposals its proposal initializer, left as it is
   * @param normalization how its norms are trained
   * @return shapes by detectron2 name, in the order of the network's layers
   */
  public static Map<String, long[]> of(
      Architecture architecture, ProposalInitializer proposals, Normalization normalization) {
    Recorder recorder = new Recorder();
    SparseRcnn.of(architecture, proposals, new Weights(recorder), normalization).close();
    return recorder.shapes;
  }

  private static final class Recorder implements ParameterSource {
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    @Override
    public Tensor get(String name, long... shape) {
      shapes.put(name, shape);
      return HostTensors.ofFloats(new float[0], 0);
    }

    @Override
    public void fill(String name, Tensor parameter) {
      shapes.put(name, HostTensors.shape(parameter));
    }
  }
}
