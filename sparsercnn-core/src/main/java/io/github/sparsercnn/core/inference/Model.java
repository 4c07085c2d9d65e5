package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.ModelInfo;
import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.Checkpoint;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.ModelDescription;
import io.github.sparsercnn.core.config.WeightsFacts;
import io.github.sparsercnn.core.network.ActivationRanges;
import io.github.sparsercnn.core.network.CheckpointSource;
import io.github.sparsercnn.core.network.ExpectedTensors;
import io.github.sparsercnn.core.network.NeutralValues;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.ComputeDevice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A weights file that has been read and understood, before a network is made of it.
 *
 * @param checkpoint the tensors
 * @param description config and architecture, and where they came from
 */
public record Model(Checkpoint checkpoint, ModelDescription description) {
  private static final String[] SUMMARY = {
    "MODEL.RESNETS.DEPTH",
    "MODEL.RESNETS.STRIDE_IN_1X1",
    "MODEL.RESNETS.NORM",
    "MODEL.FPN.IN_FEATURES",
    "MODEL.FPN.OUT_CHANNELS",
    "MODEL.ROI_HEADS.IN_FEATURES",
    "MODEL.SparseRCNN.NUM_CLASSES",
    "MODEL.SparseRCNN.NUM_PROPOSALS",
    "MODEL.SparseRCNN.NUM_HEADS",
    "MODEL.SparseRCNN.HIDDEN_DIM",
    "MODEL.SparseRCNN.NHEADS",
    "MODEL.SparseRCNN.DIM_FEEDFORWARD",
    "MODEL.SparseRCNN.DIM_DYNAMIC",
    "MODEL.SparseRCNN.USE_FOCAL",
    ProposalInitializers.KEY,
    "MODEL.PIXEL_MEAN",
    "MODEL.PIXEL_STD",
    "INPUT.FORMAT",
    "INPUT.MIN_SIZE_TEST",
    "INPUT.MAX_SIZE_TEST"
  };

  /**
   * Reads a weights file and finds out what network it holds.
   *
   * @param weights the file
   * @param config the caller's config, null to take what lies with the weights
   * @param overrides {@code KEY VALUE} words on top
   * @return the model
   * @throws WeightsException if the file cannot be used, or holds a backbone only
   * @throws ConfigException if a config cannot be used
   */
  public static Model read(Path weights, @Nullable Config config, List<String> overrides) {
    return of(Checkpoint.read(weights), config, overrides);
  }

  /**
   * Finds out what network a checkpoint holds.
   *
   * @param checkpoint read already
   * @param config as in {@link #read}
   * @param overrides as in {@link #read}
   * @return the model
   * @throws WeightsException if the checkpoint shows no network, or holds a backbone only
   * @throws ConfigException if a config cannot be used
   */
  public static Model of(Checkpoint checkpoint, @Nullable Config config, List<String> overrides) {
    if (checkpoint.isBackboneOnly()) {
      throw new WeightsException(
          "weights "
              + checkpoint.file().getFileName()
              + ": holds only a backbone ("
              + checkpoint.tensors().size()
              + " tensors of a ResNet), no detection head; load the weights of a whole Sparse"
              + " R-CNN, or train from these as initial weights");
    }
    Map<String, long[]> shapes = new LinkedHashMap<>();
    checkpoint.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return new Model(
        checkpoint,
        ModelDescription.of(
            new WeightsFacts(shapes, checkpoint.metadata(), checkpoint.file()), config, overrides));
  }

  /** The config in force. */
  public Config config() {
    return description.config();
  }

  /** The network's shape. */
  public Architecture architecture() {
    return description.architecture();
  }

  /** What a proposal initializer is made for. */
  public ProposalSettings proposalSettings() {
    return new ProposalSettings(architecture(), config());
  }

  /**
   * Compares the file with the network that the config describes.
   *
   * @param proposals the network's initializer
   */
  public LoadReport compare(ProposalInitializer proposals) {
    return LoadReport.compare(checkpoint, ExpectedTensors.of(architecture(), proposals))
        .excusingProposals(proposals::mayStartFresh);
  }

  /**
   * The classes: the labels given, else those of the file if there is one for each class, else
   * COCO's names for 80 classes, else numbers.
   *
   * @param labels of the caller
   * @throws ConfigException if the caller's labels are not one per class
   */
  public Categories categories(Optional<List<String>> labels) {
    int classes = architecture().numClasses();
    if (labels.isPresent()) {
      requireOnePerClass(labels.get(), classes);
      return Categories.of(labels.get());
    }
    List<String> stored = checkpoint.labels();
    if (stored.size() == classes) {
      return Categories.of(stored);
    }
    return classes == Categories.coco().size() ? Categories.coco() : Categories.numbered(classes);
  }

  private void requireOnePerClass(List<String> labels, int classes) {
    if (labels.size() != classes) {
      throw new ConfigException(
          labels.size()
              + " labels for "
              + checkpoint.file()
              + ", whose network has NUM_CLASSES "
              + classes
              + "; give one label per class, in the order of the class ids");
    }
  }

  /**
   * Where the values of the network come from.
   *
   * @param report what of the file can be used; the rest is neutral
   * @param device where they are placed
   */
  public CheckpointSource source(LoadReport report, ComputeDevice device) {
    return new CheckpointSource(
        report.usable(), new NeutralValues(architecture().priorProb()), device);
  }

  /** Between which values the layers' results lie, if the file was calibrated. */
  public Optional<ActivationRanges> activations() {
    return Optional.ofNullable(checkpoint.metadata().get(ActivationRanges.KEY))
        .map(ActivationRanges::ofJson);
  }

  /** A description for people. */
  public ModelInfo info() {
    Map<String, String> summary = new LinkedHashMap<>();
    for (String key : SUMMARY) {
      summary.put(key, String.valueOf(config().get(key)));
    }
    return ModelInfo.builder()
        .architecture(summary)
        .parameterCount(checkpoint.tensors().values().stream().mapToLong(StoredTensor::numel).sum())
        .tensorCount(checkpoint.tensors().size())
        .assumed(
            description.assumed().stream()
                .map(key -> key + " is not in the weights; assumed " + config().get(key))
                .toList())
        .build();
  }
}
