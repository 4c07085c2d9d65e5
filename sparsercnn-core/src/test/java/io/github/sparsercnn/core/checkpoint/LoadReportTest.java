package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.WeightsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final String STAGE = "head.head_series.0.";
  private static final String CLASS_WEIGHT = STAGE + "class_logits.weight";
  private static final String CLASS_BIAS = STAGE + "class_logits.bias";
  private static final String NORM = STAGE + "norm1.weight";
  private static final String BOXES = "init_proposal_boxes.weight";

  @Test
  void compare_acceptsTheModelItself() {
    Checkpoint checkpoint = Checkpoint.read(CheckpointGoldens.path("bare.pth"));
    Map<String, long[]> expected = new LinkedHashMap<>();
    checkpoint.tensors().forEach((name, tensor) -> expected.put(name, tensor.shape()));

    LoadReport report = LoadReport.compare(checkpoint, expected);

    assertThat(report.isComplete()).isTrue();
    assertThat(report.requireComplete().usable()).isEqualTo(checkpoint.tensors());
    assertThat(report).hasToString("358 of 358 tensors fit, 0 missing, 0 unexpected, 0 misshaped");
  }

  @Test
  void compare_listsWhatDoesNotFit() {
    LoadReport report =
        LoadReport.compare(
            checkpoint(Map.of(NORM, shape(4), "head.mask", shape(1), BOXES, shape(8, 4))),
            Map.of(NORM, shape(5), "head.other", shape(1), BOXES, shape(8, 4)));

    assertThat(report.missing()).containsExactly("head.other");
    assertThat(report.unexpected()).containsExactly("head.mask");
    assertThat(report.misshaped())
        .containsExactly(new LoadReport.Misshaped(NORM, List.of(4L), List.of(5L)));
    assertThat(report.usable()).containsOnlyKeys(BOXES);
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void compare_toleratesTensorsOfLossAndInput() {
    LoadReport report =
        LoadReport.compare(
            checkpoint(
                Map.of(
                    NORM,
                    shape(4),
                    "criterion.empty_weight",
                    shape(81),
                    "pixel_mean",
                    shape(3, 1, 1),
                    "pixel_std",
                    shape(3, 1, 1))),
            Map.of(NORM, shape(4)));

    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void compare_letsFrozenAndTrainedNormsTakeEachOthersWeights() {
    String bias = "backbone.bottom_up.stem.conv1.norm.bias";
    String counter = "backbone.bottom_up.stem.conv1.norm.num_batches_tracked";
    Map<String, long[]> frozen = Map.of(NORM, shape(4), bias, shape(4));
    Map<String, long[]> trained = Map.of(NORM, shape(4), bias, shape(4), counter, shape());

    assertThat(LoadReport.compare(checkpoint(trained), frozen).isComplete()).isTrue();
    assertThat(LoadReport.compare(checkpoint(frozen), trained).isComplete()).isTrue();
    assertThat(LoadReport.compare(checkpoint(trained), trained).usable())
        .containsOnlyKeys(NORM, bias, counter);
  }

  @Test
  void requireComplete_namesTheFirstOffendersAndTheCounts() {
    Map<String, long[]> expected = new LinkedHashMap<>();
    for (char letter = 'a'; letter <= 'e'; letter++) {
      expected.put(STAGE + letter, shape(2));
    }
    LoadReport report =
        LoadReport.compare(
            checkpoint(Map.of(STAGE + "a", shape(3), STAGE + "b", shape(2), STAGE + "z", shape(1))),
            expected);

    assertThatThrownBy(report::requireComplete)
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "weights r50.pth: 1 of the network's 5 tensors fit; 3 missing (head.head_series.0.c,"
                + " head.head_series.0.d, head.head_series.0.e), 1 unexpected"
                + " (head.head_series.0.z), 1 of another shape (head.head_series.0.a [3] instead"
                + " of [2]); check RESNETS, FPN and SparseRCNN in the config, or choose other"
                + " weights");
  }

  @Test
  void requireComplete_shortensLongLists() {
    Map<String, long[]> expected = new LinkedHashMap<>();
    for (int i = 0; i < 9; i++) {
      expected.put(STAGE + i, shape());
    }

    assertThatThrownBy(
            () ->
                LoadReport.compare(checkpoint(Map.of(STAGE + "0", shape())), expected)
                    .requireComplete())
        .hasMessageContaining(
            "; 8 missing (head.head_series.0.1, head.head_series.0.2, head.head_series.0.3, …);");
  }

  @Test
  void requireComplete_explainsAnotherNumberOfClasses() {
    LoadReport report =
        LoadReport.compare(
            checkpoint(Map.of(CLASS_WEIGHT, shape(80, 256), NORM, shape(4))),
            Map.of(CLASS_WEIGHT, shape(3, 256), NORM, shape(4)));

    assertThatThrownBy(report::requireComplete)
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "weights r50.pth: head.head_series.0.class_logits.weight has 80 rows, the config has"
                + " NUM_CLASSES 3; load with NUM_CLASSES 80, or train new classes from it with"
                + " ignoreClassHead()");
  }

  @Test
  void requireComplete_explainsAnotherNumberOfProposals() {
    LoadReport report =
        LoadReport.compare(
            checkpoint(Map.of(BOXES, shape(100, 4), NORM, shape(4))),
            Map.of(BOXES, shape(300, 4), NORM, shape(4)));

    assertThatThrownBy(report::requireComplete)
        .hasMessage(
            "weights r50.pth: init_proposal_boxes.weight has 100 rows, the config has"
                + " NUM_PROPOSALS 300; load with NUM_PROPOSALS 100");
  }

  @Test
  void requireComplete_explainsABackbone() {
    LoadReport report =
        LoadReport.compare(
            Checkpoint.read(CheckpointGoldens.path("R-50_like.pkl")),
            Map.of("backbone.bottom_up.stem.conv1.weight", shape(8, 3, 7, 7), NORM, shape(16)));

    assertThat(report.usable()).containsOnlyKeys("backbone.bottom_up.stem.conv1.weight");
    assertThatThrownBy(report::requireComplete)
        .hasMessage(
            "weights R-50_like.pkl: holds only a backbone (260 tensors of a ResNet), the network"
                + " needs 1 more; train with it as initial weights, or load the weights of a whole"
                + " Sparse R-CNN");
  }

  @Test
  void ignoreClassHead_forgivesOnlyAnotherNumberOfClasses() {
    Checkpoint checkpoint =
        checkpoint(Map.of(CLASS_WEIGHT, shape(80, 256), CLASS_BIAS, shape(80), NORM, shape(4)));

    LoadReport classes =
        LoadReport.compare(
            checkpoint, Map.of(CLASS_WEIGHT, shape(3, 256), CLASS_BIAS, shape(3), NORM, shape(4)));
    assertThatCode(() -> classes.ignoreClassHead().requireComplete()).doesNotThrowAnyException();
    assertThat(classes.ignoreClassHead().usable()).containsOnlyKeys(NORM);

    LoadReport width =
        LoadReport.compare(
            checkpoint, Map.of(CLASS_WEIGHT, shape(3, 128), CLASS_BIAS, shape(3), NORM, shape(4)));
    assertThatThrownBy(() -> width.ignoreClassHead().requireComplete())
        .hasMessageContaining(
            "1 of another shape (head.head_series.0.class_logits.weight [80, 256] instead of"
                + " [3, 128])");
  }

  private static Checkpoint checkpoint(Map<String, long[]> shapes) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          int numel = 1;
          for (long size : shape) {
            numel *= (int) size;
          }
          tensors.put(name, StoredTensor.of(new float[numel], shape));
        });
    return Checkpoint.of(
        Path.of("folder", "r50.pth"),
        new FileContents(tensors, Map.of(), CheckpointFormat.PTH_ZIP));
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }
}
