package io.github.sparsercnn.core.network;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparsercnn.core.testing.Goldens;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class RoiAlignTest {
  private static final double TOLERANCE = 1e-5;
  private static final RoiAlign ROI_ALIGN = new RoiAlign(7, 2);

  @Test
  void roiAlign_equalsTorchvisionForwardAndBackward() {
    Goldens golden = Goldens.open("misc/roi_align.safetensors");
    try (TensorScope scope = TensorScope.open()) {
      Tensor features = golden.tensor("features").requires_grad_(true);
      Tensor rois = golden.tensor("rois");
      Tensor gradOutput = golden.tensor("grad_output");
      FeatureTable table = FeatureTable.of(List.of(features), List.of(4), 2, RowPooling.PLAIN);

      List<Tensor> pooled = new ArrayList<>();
      List<Tensor> expected = new ArrayList<>();
      List<Tensor> gradients = new ArrayList<>();
      // The golden lists its boxes in any order of pictures; the pooler takes as many of each.
      float[] images = HostTensors.toFloats(rois.select(1, 0));
      for (int i = 0; i < images.length; i++) {
        Tensor box = rois.select(0, i).narrow(0, 1, 4).view(1, 1, 4);
        Tensor both = Ops.cat(List.of(box, box), 0);
        pooled.add(ROI_ALIGN.apply(table, both).select(0, (long) images[i]));
        expected.add(channelsLast(golden.tensor("output").select(0, i)));
        gradients.add(channelsLast(gradOutput.select(0, i)));
      }
      Tensor output = Ops.stack(pooled, 0);
      assertClose(
          "output",
          HostTensors.toFloats(output),
          HostTensors.toFloats(Ops.stack(expected, 0)),
          TOLERANCE);

      output.mul(Ops.stack(gradients, 0)).sum().backward();
      assertClose(
          "grad_features",
          HostTensors.toFloats(features.grad()),
          golden.floats("grad_features"),
          TOLERANCE);
    }
  }

  @Test
  void roiAlign_poolsEachPictureFromItsOwnMaps() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor zerosThenOnes =
          Ops.cat(List.of(Ops.zeros(1, 3, 8, 8), Ops.add(Ops.zeros(1, 3, 8, 8), 1)), 0);
      FeatureTable table = FeatureTable.of(List.of(zerosThenOnes), List.of(4), 2, RowPooling.PLAIN);
      Tensor boxes = HostTensors.ofFloats(new float[] {4, 4, 20, 20, 8, 8, 24, 24}, 2, 1, 4);

      float[] pooled = HostTensors.toFloats(ROI_ALIGN.apply(table, boxes));

      assertThat(pooled).hasSize(2 * 49 * 3);
      for (int i = 0; i < pooled.length; i++) {
        assertThat(pooled[i]).isCloseTo(i < pooled.length / 2 ? 0f : 1f, within(1e-6f));
      }
    }
  }

  @Test
  void roiAlign_survivesBoxesThatAreNotNumbers() {
    try (TensorScope scope = TensorScope.open()) {
      FeatureTable table =
          FeatureTable.of(
              List.of(Ops.zeros(1, 2, 8, 8), Ops.zeros(1, 2, 4, 4)),
              List.of(4, 8),
              2,
              RowPooling.PLAIN);
      float nan = Float.NaN;
      float inf = Float.POSITIVE_INFINITY;
      Tensor boxes =
          HostTensors.ofFloats(
              new float[] {nan, nan, nan, nan, -inf, 0, inf, 5, 0, 0, 0, 0, 9, 9, 1, 1}, 1, 4, 4);

      assertThat(HostTensors.shape(ROI_ALIGN.apply(table, boxes))).containsExactly(4, 49, 2);
    }
  }

  @Test
  void levels_equalDetectron2() {
    Goldens golden = Goldens.open("misc/boxes.safetensors");
    try (TensorScope scope = TensorScope.open()) {
      long[] levels = HostTensors.toLongs(RoiAlign.levels(golden.tensor("level_boxes"), 2, 4));
      long[] expected = golden.longs("level");
      for (int i = 0; i < expected.length; i++) {
        // The reference casts NaN to an integer for a box turned inside out; we take the finest
        // level.
        boolean defined = expected[i] < 4;
        assertThat(levels[i]).as("box " + i).isEqualTo(defined ? expected[i] : 0);
      }
    }
  }

  private static Tensor channelsLast(Tensor pooled) {
    return pooled.permute(1, 2, 0).reshape(49, -1);
  }
}
