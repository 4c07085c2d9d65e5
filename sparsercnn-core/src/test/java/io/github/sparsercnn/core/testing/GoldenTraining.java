package io.github.sparsercnn.core.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.criterion.GroundTruth;
import io.github.sparsercnn.core.criterion.LossWeights;
import io.github.sparsercnn.core.criterion.SetCriterion;
import io.github.sparsercnn.core.criterion.SoftmaxLoss;
import io.github.sparsercnn.core.inference.ImageNormalizer;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.Natives;
import io.github.sparsercnn.core.torch.Ops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A training golden with a network in the state in which the official run began. */
public final class GoldenTraining implements AutoCloseable {
  private static final ImageNormalizer NORMALIZER =
      new ImageNormalizer(
          List.of(123.675, 116.280, 103.530), List.of(58.395, 57.120, 57.375), false);

  private final GoldenCase golden;
  private final boolean float64;
  private final ComputeDevice device;
  private final int threads;
  private final ProposalInitializer proposals;
  private final Weights weights;
  private final SparseRcnn network;
  private final SetCriterion criterion;

  /**
   * Builds the network of for example {@code tiny_adamw}.
   *
   * @param float64 whether it computes in double precision
   */
  public GoldenTraining(String name, boolean float64) {
    this(name, float64, new ComputeDevice("cpu"));
  }

  /**
   * Builds the network of for example {@code tiny_adamw} on a device.
   *
   * @param float64 whether it computes in double precision
   * @param device where it is trained
   */
  public GoldenTraining(String name, boolean float64, ComputeDevice device) {
    this.float64 = float64;
    this.device = device;
    Natives.load();
    // The small networks are too small for more: threads that wait for each other are slow.
    threads = torch.get_num_threads();
    torch.set_num_threads(name.startsWith("tiny") ? 1 : threads);
    golden = GoldenCase.open("train/" + name);
    Architecture architecture = Architecture.of(golden.config());
    proposals =
        ProposalInitializers.create("learned", new ProposalSettings(architecture, golden.config()));
    weights =
        new Weights(
            (tensor, shape) ->
                device.place(
                    float64 ? inDouble(tensor, shape) : new FormulaWeights().get(tensor, shape)));
    device.place(proposals.module());
    if (float64) {
      proposals.module().to(ScalarType.Double, false);
    }
    network = SparseRcnn.of(architecture, proposals, weights);
    criterion =
        architecture.useFocal()
            ? SetCriterion.of(golden.config())
            : softmax(architecture.numClasses());
  }

  private static Tensor inDouble(String name, long... shape) {
    return Ops.toDouble(new FormulaWeights().get(name, shape));
  }

  /** The formula also filled the official criterion's buffer. */
  private static SetCriterion softmax(int numClasses) {
    float[] emptyWeight = FormulaWeights.values(SoftmaxLoss.EMPTY_WEIGHT, numClasses + 1);
    return new SetCriterion(numClasses, new SoftmaxLoss(emptyWeight), LossWeights.OFFICIAL, true);
  }

  /** The expected numbers. */
  public Goldens golden() {
    return golden.golden();
  }

  /** The config of the official run. */
  public Config config() {
    return golden.config();
  }

  /** The network before the first step. */
  public SparseRcnn network() {
    return network;
  }

  /** Its parameters by name. */
  public Map<String, Tensor> parameters() {
    return weights.parameters();
  }

  /** The criterion of the official run. */
  public SetCriterion criterion() {
    return criterion;
  }

  /** The batch, owned by the open scope. */
  public ImageBatch batch() {
    ImageBatch batch = NORMALIZER.batch(golden.resized(), network.sizeDivisibility(), device);
    return float64 ? new ImageBatch(Ops.toDouble(batch.images()), batch.sizes()) : batch;
  }

  /** What is to be found in the batch. */
  public List<GroundTruth> truths() {
    List<GroundTruth> truths = new ArrayList<>();
    for (int i = 0; i < golden.resized().size(); i++) {
      String target = "target" + i;
      truths.add(
          new GroundTruth(
              target,
              Boxes.of(golden().floats(target + ".boxes")),
              Arrays.stream(golden().longs(target + ".classes"))
                  .mapToInt(Math::toIntExact)
                  .toArray()));
    }
    return truths;
  }

  /** The trained parameters in the order of the official optimizer. */
  public List<String> parameterNames() {
    List<String> names = new ArrayList<>();
    golden.json("parameter_names").forEach(name -> names.add(name.textValue()));
    return names;
  }

  /** What the official run wrote down in each iteration. */
  public JsonNode history() {
    return golden.json("history");
  }

  @Override
  public void close() {
    network.close();
    proposals.close();
    torch.set_num_threads(threads);
  }
}
