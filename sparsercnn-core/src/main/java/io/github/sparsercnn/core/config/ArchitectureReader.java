package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.WeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Reads the architecture of a Sparse R-CNN from the shapes of its weights alone. What shapes do not
 * show keeps the official value and is listed as assumed.
 */
public final class ArchitectureReader {
  /** The keys that change what a network answers, but no shape. */
  static final List<String> HIDDEN =
      List.of(
          ArchitectureKey.STRIDE_IN_1X1,
          ArchitectureKey.ROI_IN_FEATURES,
          ArchitectureKey.SAMPLING_RATIO,
          ArchitectureKey.NHEADS,
          ArchitectureKey.ACTIVATION);

  private static final String BACKBONE = "backbone.bottom_up.";
  private static final String STAGES = "head.head_series.";
  private static final String LATERAL = "[width, channels, 1, 1]";
  private static final int CONVOLUTION = 4;
  private static final int FIRST_LEVEL = 2;
  private static final int LAST_LEVEL = 5;
  private static final Map<Integer, List<Integer>> BLOCKS =
      Map.of(50, List.of(3, 4, 6, 3), 101, List.of(3, 4, 23, 3), 152, List.of(3, 8, 36, 3));

  /** A branch is a list of linear layer, norm and activation; only the first two have weights. */
  private static final int MODULES_PER_BRANCH_LAYER = 3;

  private final TensorShapes shapes;
  private final List<String> assumed = new ArrayList<>(HIDDEN);

  private ArchitectureReader(TensorShapes shapes) {
    this.shapes = shapes;
  }

  /**
   * An architecture and what of it is a guess.
   *
   * @param architecture the network
   * @param assumed the keys of its values that shapes do not show, for example {@code
   *     MODEL.RESNETS.STRIDE_IN_1X1}; unmodifiable
   */
  public record Reading(Architecture architecture, List<String> assumed) {
    /** Copies the list. */
    public Reading {
      assumed = List.copyOf(assumed);
    }
  }

  /**
   * Reads the architecture.
   *
   * @param shapes of every tensor, by detectron2's names without a {@code module.} prefix
   * @return the architecture and its assumed values
   * @throws WeightsException if a tensor that tells a part of it is absent or has an impossible
   *     shape; the tensor is named
   */
  public static Reading fromShapes(Map<String, long[]> shapes) {
    ArchitectureReader reader = new ArchitectureReader(new TensorShapes(shapes));
    try {
      return new Reading(reader.read(), reader.assumed);
    } catch (ConfigException e) {
      throw new WeightsException(
          "the weights have no shapes of a Sparse R-CNN: " + e.getMessage(), e);
    }
  }

  private Architecture read() {
    Architecture.Builder builder = Architecture.builder();
    List<Integer> levels = levels();
    pyramid(builder, levels);
    resnet(builder, levels.get(levels.size() - 1));
    head(builder);
    return builder.build();
  }

  private List<Integer> levels() {
    List<Integer> present =
        IntStream.rangeClosed(FIRST_LEVEL, LAST_LEVEL)
            .filter(level -> shapes.has(lateral(level)))
            .boxed()
            .toList();
    int finest = present.isEmpty() ? FIRST_LEVEL : present.get(0);
    int coarsest = present.isEmpty() ? FIRST_LEVEL : present.get(present.size() - 1);
    List<Integer> levels = IntStream.rangeClosed(finest, coarsest).boxed().toList();
    levels.forEach(level -> shapes.require(lateral(level), LATERAL, CONVOLUTION));
    return levels;
  }

  private void pyramid(Architecture.Builder builder, List<Integer> levels) {
    builder
        .fpnInFeatures(levels.stream().map(level -> "res" + level).toList())
        .roiInFeatures(levels.stream().map(level -> "p" + level).toList())
        .fpnOutChannels(shapes.require(lateral(levels.get(0)), LATERAL, CONVOLUTION)[0]);
  }

  private static String lateral(int level) {
    return "backbone.fpn_lateral" + level + ".weight";
  }

  private void resnet(Architecture.Builder builder, int coarsest) {
    String first = BACKBONE + "res2.0.";
    int[] conv2 =
        shapes.require(first + "conv2.weight", "[width, width / groups, 3, 3]", CONVOLUTION);
    builder
        .depth(depth(coarsest))
        .stemOutChannels(
            shapes.require(BACKBONE + "stem.conv1.weight", "[width, 3, 7, 7]", CONVOLUTION)[0])
        .res2OutChannels(
            shapes.require(first + "conv3.weight", "[channels, width, 1, 1]", CONVOLUTION)[0])
        .numGroups(quotient(conv2[0], conv2[1], first + "conv2.weight"))
        .widthPerGroup(conv2[1])
        .norm(shapes.any(BACKBONE, ".norm.num_batches_tracked") ? "BN" : "FrozenBN");
  }

  /** The depth whose blocks agree, up to the coarsest stage that the pyramid uses. */
  private int depth(int coarsest) {
    List<Integer> found = new ArrayList<>();
    for (int stage = FIRST_LEVEL; stage <= coarsest; stage++) {
      String blocks = BACKBONE + "res" + stage + ".";
      shapes.require(blocks + "0.conv1.weight", "[width, channels, 1, 1]", CONVOLUTION);
      found.add(shapes.count(blocks, 1, ".conv1.weight"));
    }
    List<Integer> depths =
        BLOCKS.entrySet().stream()
            .filter(blocks -> blocks.getValue().subList(0, found.size()).equals(found))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (depths.isEmpty()) {
      throw new WeightsException(
          "the stages of the weights' ResNet have "
              + found
              + " blocks, expected as many as in a ResNet-50, -101 or -152: "
              + new TreeMap<>(BLOCKS));
    }
    if (depths.size() > 1) { // they differ only in stages that are not used
      assumed.add(ArchitectureKey.DEPTH);
    }
    return depths.get(0);
  }

  private void head(Architecture.Builder builder) {
    String first = STAGES + "0.";
    int[] logits = shapes.require(first + "class_logits.weight", "[classes, hidden]", 2);
    int hidden = logits[1];
    int dynamic = shapes.require(first + "inst_interact.norm1.weight", "[dynamic]", 1)[0];
    boolean focal = !shapes.has("criterion.empty_weight");
    builder
        .hiddenDim(hidden)
        .useFocal(focal)
        .numClasses(focal ? logits[0] : classesBesideBackground(logits[0]))
        .numProposals(shapes.require("init_proposal_features.weight", "[proposals, hidden]", 2)[0])
        .numHeads(shapes.count(STAGES, 1, ".class_logits.weight"))
        .dimDynamic(dynamic)
        .numDynamic(dynamicLayers(first + "inst_interact.dynamic_layer.weight", hidden, dynamic))
        .poolerResolution(resolution(first + "inst_interact.out_layer.weight", hidden))
        .dimFeedforward(shapes.require(first + "linear1.weight", "[feedforward, hidden]", 2)[0])
        .numCls(layers(first + "cls_module."))
        .numReg(layers(first + "reg_module."));
  }

  private int classesBesideBackground(int rows) {
    int weights = shapes.require("criterion.empty_weight", "[classes + 1]", 1)[0];
    if (weights != rows) {
      throw new WeightsException(
          "criterion.empty_weight has "
              + weights
              + " values, expected "
              + rows
              + ", the rows of class_logits.weight");
    }
    return rows - 1;
  }

  private int dynamicLayers(String name, int hidden, int dynamic) {
    int parameters = shapes.require(name, "[2 * hidden * dynamic, hidden]", 2)[0];
    return quotient(parameters, (long) hidden * dynamic, name);
  }

  private int resolution(String name, int hidden) {
    int bins = quotient(shapes.require(name, "[hidden, hidden * bins]", 2)[1], hidden, name);
    int side = (int) Math.round(Math.sqrt(bins));
    if (side * side != bins) {
      throw new WeightsException(name + " pools " + bins + " bins, expected a square number");
    }
    return side;
  }

  private static int quotient(int whole, long part, String name) {
    if (whole % part != 0) {
      throw new WeightsException(
          name + " has a size of " + whole + ", expected a multiple of " + part);
    }
    return (int) (whole / part);
  }

  private int layers(String branch) {
    shapes.require(branch + "0.weight", "[hidden, hidden]", 2);
    return shapes.count(branch, MODULES_PER_BRANCH_LAYER, ".weight");
  }
}
