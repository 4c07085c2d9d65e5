package io.github.sparsercnn.core.inference;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.core.config.Architecture;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.network.ImageBatch;
import io.github.sparsercnn.core.network.ParameterSource;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.StageOutput;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.testing.GoldenCase;
import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** Compares the whole network with the official code: every stage, both lives, detections. */
public final class GoldenForward {
  private static final ImageNormalizer NORMALIZER =
      new ImageNormalizer(
          List.of(123.675, 116.280, 103.530), List.of(58.395, 57.120, 57.375), false);

  private GoldenForward() {}

  private record Case(
      GoldenCase files, Architecture architecture, double tolerance, ComputeDevice device) {
    Goldens golden() {
      return files.golden();
    }
  }

  /**
   * Runs a case of {@code goldens/forward}.
   *
   * @param name of the case
   * @param tolerance of values, relative to the largest; ten times as much for detections
   * @param device where the network runs
   */
  public static void check(String name, double tolerance, ComputeDevice device) {
    GoldenCase files = GoldenCase.open("forward/" + name);
    Case test = new Case(files, Architecture.of(files.config()), tolerance, device);
    ParameterSource source =
        (tensor, shape) -> device.place(new FormulaWeights().get(tensor, shape));
    try (ProposalInitializer proposals =
        ProposalInitializers.create(
            name.equals("tiny_fixed_proposals") ? "fixed" : "learned",
            ProposalSettings.of(files.config()))) {
      device.place(proposals.module());
      try (SparseRcnn trainable = SparseRcnn.of(test.architecture, proposals, new Weights(source));
          SparseRcnn prepared = trainable.prepare()) {
        check(test, trainable);
        check(test, prepared);
      }
    }
  }

  private static void check(Case test, SparseRcnn network) {
    Goldens golden = test.golden();
    List<RgbImage> resized = test.files.resized();
    try (TensorScope scope = TensorScope.open();
        GradMode noGrad = GradMode.noGrad()) {
      ImageBatch batch = NORMALIZER.batch(resized, network.sizeDivisibility(), test.device);
      assertThat(HostTensors.shape(batch.images()))
          .containsExactly(golden.longs("padded_input_shape"));
      checkFeatures(test, network.features(batch.images()));

      List<StageOutput> stages = network.forward(batch);
      for (int stage = 0; stage < stages.size(); stage++) {
        StageOutput output = stages.get(stage);
        checkTensor(test, "stage" + stage + ".logits", output.logits());
        checkTensor(test, "stage" + stage + ".boxes", output.boxes());
        checkTensor(test, "stage" + stage + ".proposal_features", output.features());
      }
      DetectionDecoder decoder =
          new DetectionDecoder(
              Categories.numbered(test.architecture.numClasses()), test.architecture.useFocal());
      for (int i = 0; i < resized.size(); i++) {
        ImageSize original = test.files.originals().get(i).size();
        Instances instances =
            decoder.decode(stages.get(stages.size() - 1), i, resized.get(i).size(), original);
        checkDetections(test, i, instances);
      }
    }
  }

  private static void checkFeatures(Case test, List<Tensor> levels) {
    for (int i = 0; i < levels.size(); i++) {
      checkTensor(test, "fpn.p" + (i + 2), levels.get(i));
      float[] stats = test.golden().floats("fpn_stats.p" + (i + 2));
      Tensor level = levels.get(i);
      float[] actual = {
        level.mean().item_float(), level.std().item_float(), level.abs().max().item_float()
      };
      assertClose("fpn_stats.p" + (i + 2), actual, stats, test.tolerance);
    }
  }

  private static void checkTensor(Case test, String name, Tensor actual) {
    if (test.golden().has(name)) {
      assertClose(name, HostTensors.toFloats(actual), test.golden().floats(name), test.tolerance);
    }
  }

  /** The same set: each expected detection has one of ours with its class, score and box. */
  private static void checkDetections(Case test, int image, Instances actual) {
    float[] scores = test.golden().floats("det" + image + ".scores");
    float[] boxes = test.golden().floats("det" + image + ".boxes");
    long[] classes = test.golden().longs("det" + image + ".classes");
    assertThat(actual.size()).isEqualTo(scores.length);
    float[] actualScores = actual.scores();
    assertClose("det.scores", actualScores, scores, 10 * test.tolerance);

    double pixels =
        10 * test.tolerance * Math.max(actual.imageSize().width(), actual.imageSize().height());
    Set<Integer> free = new HashSet<>();
    for (int i = 0; i < scores.length; i++) {
      free.add(i);
    }
    float[] actualBoxes = actual.boxes().toXyxy();
    int[] actualClasses = actual.classIds();
    for (int i = 0; i < scores.length; i++) {
      int expected = i;
      int match =
          free.stream()
              .filter(
                  j ->
                      actualClasses[j] == classes[expected]
                          && Math.abs(actualScores[j] - scores[expected]) < 10 * test.tolerance
                          && distance(actualBoxes, 4 * j, boxes, 4 * expected) < pixels)
              .findFirst()
              .orElse(-1);
      assertThat(match)
          .as(
              "image %s has detection %s: class %s score %s box %s",
              image,
              i,
              classes[i],
              scores[i],
              Arrays.toString(Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4)))
          .isNotNegative();
      free.remove(match);
    }
  }

  private static double distance(float[] a, int atA, float[] b, int atB) {
    double largest = 0;
    for (int i = 0; i < 4; i++) {
      largest = Math.max(largest, Math.abs(a[atA + i] - b[atB + i]));
    }
    return largest;
  }
}
