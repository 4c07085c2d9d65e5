package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.network.ParameterSource;
import io.github.sparsercnn.core.torch.HostTensors;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights with which the official code begins to train from scratch (head.py {@code
 * _reset_parameters}, detectron2 {@code c2_msra_fill} and {@code c2_xavier_fill}).
 *
 * <p>A tensor's values depend on the seed and its name only. As in the official code, the biases of
 * the head's linear layers are the same in all stages. The prior of the classes goes to {@code
 * class_logits.bias} and nowhere else; the official code also overwrites any other tensor of the
 * head whose last dimension happens to be {@code NUM_CLASSES}.
 */
public final class RandomInitialization implements ParameterSource {
  private static final String PROPOSAL_FEATURES = "init_proposal_features.weight";
  private static final String PROPOSAL_BOXES = "init_proposal_boxes.weight";
  private static final Set<String> PROPOSALS = Set.of(PROPOSAL_FEATURES, PROPOSAL_BOXES);
  private static final Pattern STAGE = Pattern.compile("(?<=head_series\\.)\\d+\\.");

  /** What detectron2 takes off the variance, because its frozen norms add it again. */
  private static final float FROZEN_NORM_EPS = 1e-5f;

  /** The whole picture: centre and size as fractions. */
  private static final float[] WHOLE_IMAGE = {0.5f, 0.5f, 1f, 1f};

  private final Architecture architecture;
  private final long seed;

  /**
   * Weights for a network.
   *
   * @param architecture of the network
   * @param seed any number
   */
  public RandomInitialization(Architecture architecture, long seed) {
    this.architecture = architecture;
    this.seed = seed;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the official network has no such tensor
   */
  @Override
  public Tensor get(String name, long... shape) {
    long numel = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = new float[Math.toIntExact(numel)];
    if (name.equals(PROPOSAL_FEATURES)) {
      stream(name).normal(values, 1);
    } else if (name.equals(PROPOSAL_BOXES)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = WHOLE_IMAGE[i % WHOLE_IMAGE.length];
      }
    } else if (name.startsWith("backbone.bottom_up.")) {
      backbone(values, name, shape);
    } else if (name.startsWith("backbone.fpn_")) {
      pyramid(values, name, shape);
    } else if (name.startsWith("head.")) {
      head(values, name, shape);
    } else {
      throw new IllegalArgumentException("the official network has no tensor " + name);
    }
    return HostTensors.ofFloats(values, shape);
  }

  /** Leaves the parameters of other proposal initializers as those made them. */
  @Override
  public void fill(String name, Tensor parameter) {
    if (PROPOSALS.contains(name)) {
      ParameterSource.super.fill(name, parameter);
    }
  }

  private void backbone(float[] values, String name, long[] shape) {
    if (shape.length > 1) {
      double fanOut = (double) values.length / shape[1];
      stream(name).normal(values, Math.sqrt(2 / fanOut));
    } else if (name.endsWith(".running_var")) {
      Arrays.fill(values, architecture.norm().equals("FrozenBN") ? 1 - FROZEN_NORM_EPS : 1);
    } else {
      Arrays.fill(values, name.endsWith(".weight") ? 1 : 0);
    }
  }

  private void pyramid(float[] values, String name, long[] shape) {
    if (shape.length > 1) {
      double fanIn = (double) values.length / shape[0];
      stream(name).uniform(values, Math.sqrt(3 / fanIn));
    }
  }

  private void head(float[] values, String name, long[] shape) {
    if (shape.length > 1) {
      stream(name).uniform(values, Math.sqrt(6.0 / (shape[0] + shape[1])));
    } else if (name.endsWith(".weight")) {
      Arrays.fill(values, 1);
    } else if (name.endsWith(".class_logits.bias") && architecture.useFocal()) {
      double prior = architecture.priorProb();
      Arrays.fill(values, (float) -Math.log((1 - prior) / prior));
    } else {
      int fanIn = fanInOfBias(name);
      if (fanIn > 0) {
        String anyStage = STAGE.matcher(name).replaceFirst("");
        stream(anyStage).uniform(values, 1 / Math.sqrt(fanIn));
      }
    }
  }

  /** Inputs of the linear layer that a bias belongs to; 0 for biases that begin at zero. */
  private int fanInOfBias(String name) {
    int dim = architecture.hiddenDim();
    String[] parts = name.split("\\.", -1);
    return switch (parts[parts.length - 2]) {
      case "dynamic_layer", "linear1", "class_logits", "bboxes_delta" -> dim;
      case "linear2" -> architecture.dimFeedforward();
      case "out_layer" -> dim * architecture.poolerResolution() * architecture.poolerResolution();
      default -> 0; // norms and attention
    };
  }

  private RandomStream stream(String name) {
    return new RandomStream(seed, name);
  }
}
