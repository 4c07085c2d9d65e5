package io.github.sparsercnn.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.core.distributed.Alone;
import io.github.sparsercnn.core.distributed.ProcessGroup;
import io.github.sparsercnn.core.testing.SmallNetwork;
import io.github.sparsercnn.core.testing.ThreadProcesses;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms that are trained, within a network in double precision. */
class TrainedNormsTest {
  private static final double ROUNDING = 1e-9;
  private static final String STEM = "backbone.bottom_up.stem.conv1.norm.";
  private static final String LAST = "backbone.bottom_up.res5.2.conv3.norm.";

  /** What one process sees of a pass. */
  private record Pass(
      double loss, Map<String, double[]> gradients, Map<String, double[]> buffers) {}

  private static Normalization everywhere(ProcessGroup group) {
    return new Normalization(0, group);
  }

  private static Pass pass(String norm, ProcessGroup group, int first, int count) {
    try (SmallNetwork small = new SmallNetwork(norm, everywhere(group));
        TensorScope scope = TensorScope.open()) {
      TrainingPass pass = small.network().trainingPass(SmallNetwork.pictures(first, count));
      Tensor loss = SmallNetwork.loss(pass.stages());
      pass.backward(loss);
      return new Pass(loss.item_double(), small.gradients(), small.buffers());
    }
  }

  @Test
  void sharedNorms_makeTwoProcessesOneWithAllTheirPictures() {
    Pass expected = pass("BN", new Alone(), 0, 3);

    List<Pass> ranks =
        ThreadProcesses.run(
            2,
            group -> group.isFirst() ? pass("SyncBN", group, 0, 1) : pass("SyncBN", group, 1, 2));

    Pass first = ranks.get(0);
    Pass second = ranks.get(1);
    assertThat(first.loss + second.loss).isCloseTo(expected.loss, within(ROUNDING));
    assertThat(first.gradients.keySet()).isEqualTo(expected.gradients.keySet());
    assertThat(first.gradients).containsKeys(STEM + "weight", LAST + "bias");
    expected.gradients.forEach(
        (name, gradient) ->
            assertClose(
                name, added(first.gradients.get(name), second.gradients.get(name)), gradient));
    expected.buffers.forEach(
        (name, buffer) -> {
          assertClose(name, first.buffers.get(name), buffer);
          assertThat(second.buffers.get(name)).as(name).isEqualTo(first.buffers.get(name));
        });
  }

  @Test
  void sharedNorms_ofOneProcessAreBatchNorms() {
    Pass expected = pass("BN", new Alone(), 0, 2);
    Pass actual = pass("SyncBN", new Alone(), 0, 2);
    assertThat(actual.loss).isEqualTo(expected.loss);
    expected.gradients.forEach(
        (name, gradient) -> assertThat(actual.gradients.get(name)).as(name).isEqualTo(gradient));
  }

  @Test
  void ownNorms_seeTheirProcessOnly() {
    Pass expected = pass("BN", new Alone(), 1, 2);
    List<Pass> ranks =
        ThreadProcesses.run(
            2, group -> group.isFirst() ? pass("BN", group, 0, 1) : pass("BN", group, 1, 2));
    assertThat(ranks.get(1).loss).isEqualTo(expected.loss);
  }

  @Test
  void prediction_worksWithTheRunningStatisticsInBothLives() {
    try (SmallNetwork small = new SmallNetwork("BN", everywhere(new Alone()));
        TensorScope scope = TensorScope.open()) {
      small.network().trainingPass(SmallNetwork.pictures(0, 2));
      Map<String, double[]> before = small.buffers();
      ImageBatch batch = SmallNetwork.pictures(2, 1);
      try (GradMode noGrad = GradMode.noGrad();
          SparseRcnn prepared = small.network().prepare();
          SmallNetwork frozen = new SmallNetwork("FrozenBN", Normalization.fixed())) {
        frozen
            .weights()
            .buffers()
            .forEach((name, buffer) -> buffer.copy_(anyOf(small.weights(), name)));
        double[] expected = logits(frozen.network(), batch);
        assertThat(logits(small.network(), batch)).isEqualTo(expected);
        assertClose("prepared", logits(prepared, batch), expected);
        assertThat(expected).isNotEqualTo(logits(SmallNetwork.pictures(2, 1)));
      }
      small.buffers().forEach((name, v) -> assertThat(v).as(name).isEqualTo(before.get(name)));
    }
  }

  /** What the network says before its statistics have moved. */
  private static double[] logits(ImageBatch batch) {
    try (SmallNetwork fresh = new SmallNetwork("BN", everywhere(new Alone()))) {
      return logits(fresh.network(), batch);
    }
  }

  private static double[] logits(SparseRcnn network, ImageBatch batch) {
    return HostTensors.toDoubles(network.forward(batch).get(1).logits());
  }

  private static Tensor anyOf(Weights weights, String name) {
    return weights.buffers().getOrDefault(name, weights.parameters().get(name));
  }

  @Test
  void frozenStages_keepFrozenNorms() {
    try (SmallNetwork small = new SmallNetwork("BN", new Normalization(2, new Alone()));
        TensorScope scope = TensorScope.open()) {
      Map<String, double[]> before = small.buffers();
      small.network().trainingPass(SmallNetwork.pictures(0, 2));

      assertThat(small.weights().buffers()).containsKey(STEM + "weight");
      assertThat(small.weights().parameters()).containsKey(LAST + "weight");
      Map<Boolean, List<String>> changed =
          small.buffers().entrySet().stream()
              .collect(
                  Collectors.partitioningBy(
                      entry -> !Arrays.equals(entry.getValue(), before.get(entry.getKey())),
                      Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
      assertThat(changed.get(true))
          .contains(LAST + "running_mean", LAST + "running_var", LAST + "num_batches_tracked")
          .noneMatch(name -> name.contains(".stem.") || name.contains(".res2."));
      assertThat(changed.get(false))
          .contains(STEM + "running_mean")
          .allMatch(name -> name.contains(".stem.") || name.contains(".res2."))
          .noneMatch(name -> name.endsWith("num_batches_tracked"));
    }
  }

  @Test
  void normalizationOfAConfig_frozenNormsStayFrozen() {
    try (SmallNetwork small = new SmallNetwork("FrozenBN", everywhere(new Alone()))) {
      assertThat(small.weights().parameters()).doesNotContainKey(STEM + "weight");
      assertThat(small.weights().buffers()).doesNotContainKey(STEM + "num_batches_tracked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BN", "SyncBN"})
  void preciseNorms_areTheMeanOverTheBatches(String norm) {
    int batches = 3;
    try (SmallNetwork small = new SmallNetwork(norm, everywhere(new Alone()));
        TensorScope scope = TensorScope.open()) {
      Map<String, double[]> parameters = small.parameters();
      Map<String, double[]> before = small.buffers();
      int[] taken = {0};
      new PreciseNorms(small.network())
          .update(() -> SmallNetwork.pictures(2 * taken[0]++, 2), batches);

      assertThat(taken[0]).isEqualTo(batches);
      Map<String, double[]> expected = meanOfBatches(before, batches, 2);
      assertThat(expected).containsKeys(STEM + "running_mean", LAST + "running_var");
      Map<String, double[]> after = small.buffers();
      expected.forEach((name, mean) -> assertClose(name, after.get(name), mean));
      assertThat(after.get(LAST + "num_batches_tracked")).containsExactly(0);
      small
          .parameters()
          .forEach((name, value) -> assertThat(value).as(name).isEqualTo(parameters.get(name)));
    }
  }

  /** Taken back out of what one training pass per batch moves the running statistics by. */
  private static Map<String, double[]> meanOfBatches(
      Map<String, double[]> before, int batches, int batchSize) {
    List<Map<String, double[]>> passes = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      passes.add(pass("BN", new Alone(), i * batchSize, batchSize).buffers);
    }
    return before.keySet().stream()
        .filter(name -> name.contains(".running_"))
        .collect(
            Collectors.toMap(
                name -> name,
                name -> {
                  double[] mean = new double[before.get(name).length];
                  for (Map<String, double[]> pass : passes) {
                    for (int i = 0; i < mean.length; i++) {
                      double moved = pass.get(name)[i] - 0.9 * before.get(name)[i];
                      mean[i] += moved / 0.1 / batches;
                    }
                  }
                  return mean;
                }));
  }

  @Test
  void preciseNorms_areTheSameInAllProcessesThatShareStatistics() {
    List<Map<String, double[]>> ranks =
        ThreadProcesses.run(
            2,
            group -> {
              try (SmallNetwork small = new SmallNetwork("SyncBN", everywhere(group));
                  TensorScope scope = TensorScope.open()) {
                Iterator<ImageBatch> batches =
                    List.of(
                            SmallNetwork.pictures(group.rank(), 1),
                            SmallNetwork.pictures(2 + group.rank(), 1))
                        .iterator();
                new PreciseNorms(small.network()).update(batches::next, 2);
                return small.buffers();
              }
            });

    try (SmallNetwork one = new SmallNetwork("BN", everywhere(new Alone()))) {
      int[] taken = {0};
      new PreciseNorms(one.network()).update(() -> SmallNetwork.pictures(2 * taken[0]++, 2), 2);
      one.buffers()
          .forEach(
              (name, expected) -> {
                assertClose(name, ranks.get(0).get(name), expected);
                assertThat(ranks.get(1).get(name)).as(name).isEqualTo(ranks.get(0).get(name));
              });
    }
  }

  @Test
  void preciseNorms_leaveTheStatisticsAloneWhenABatchFails() {
    try (SmallNetwork small = new SmallNetwork("BN", everywhere(new Alone()))) {
      Map<String, double[]> before = small.buffers();
      int[] taken = {0};
      assertThatThrownBy(
              () ->
                  new PreciseNorms(small.network())
                      .update(
                          () -> {
                            if (taken[0]++ == 1) {
                              throw new IllegalStateException("broken picture");
                            }
                            return SmallNetwork.pictures(0, 2);
                          },
                          3))
          .hasMessage("broken picture");
      small.buffers().forEach((name, v) -> assertThat(v).as(name).isEqualTo(before.get(name)));
    }
  }

  @Test
  void preciseNorms_askForNothingWhereNoNormIsTrained() {
    try (SmallNetwork small = new SmallNetwork("BN", Normalization.fixed())) {
      new PreciseNorms(small.network())
          .update(
              () -> {
                throw new AssertionError("no batch is needed");
              },
              3);
      assertThatThrownBy(
              () -> new PreciseNorms(small.network()).update(() -> SmallNetwork.pictures(0, 1), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("TEST.PRECISE_BN.NUM_ITER is 0, expected at least 1");
    }
  }

  private static double[] added(double[] first, double[] second) {
    double[] sum = first.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += second[i];
    }
    return sum;
  }

  private static void assertClose(String name, double[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double largest = 1e-6;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double difference = Math.abs(actual[i] - expected[i]);
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    assertThat(worst / largest).as(name).isLessThan(ROUNDING);
  }
}
