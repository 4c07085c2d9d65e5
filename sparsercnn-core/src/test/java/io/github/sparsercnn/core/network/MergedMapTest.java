package io.github.sparsercnn.core.network;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.Ops;
import io.github.sparsercnn.core.torch.TensorScope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedMapTest {
  private static final int PICTURES = 2;
  private static final int HEIGHT = 20;
  private static final int WIDTH = 28;
  private static final int STAGE_CHANNELS = 6;
  private static final int CHANNELS = 16;

  private static Tensor map(String name, int channels, int height, int width) {
    float[] values = new float[PICTURES * channels * height * width];
    FormulaWeights.Stream stream = new FormulaWeights.Stream(name);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.next();
    }
    return Ops.channelsLast(HostTensors.ofFloats(values, PICTURES, channels, height, width));
  }

  private static List<MergedMap> earlyAndLate(Weights weights) {
    Fpn fpn = Fpn.of(weights, 2, List.of(STAGE_CHANNELS, 2 * STAGE_CHANNELS), CHANNELS);
    List<Tensor> stages =
        List.of(
            map("res2", STAGE_CHANNELS, HEIGHT, WIDTH),
            map("res3", 2 * STAGE_CHANNELS, HEIGHT / 2, WIDTH / 2));
    MergedMap early = new MergedMap.Early(fpn.merge(stages).get(0));
    MergedMap late = fpn.mergeLate(fpn.mergeCoarser(stages)).get(0);
    assertThat(late).isInstanceOf(MergedMap.Late.class);
    return List.of(early, late);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void patches_areThoseOfTheWholeMapAndZeroOutside(int around) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference();
        Weights weights = new Weights(new FormulaWeights())) {
      List<MergedMap> maps = earlyAndLate(weights);
      TiledSize size = new TiledSize(PICTURES, HEIGHT, WIDTH, 8);
      assertThat(maps).allMatch(map -> TiledSize.of(map.sized(), 8).equals(size));
      TileCells cells =
          TileCells.of(size, IntStream.range(0, size.tiles()).boxed().toList(), around);
      float[] expected = HostTensors.toFloats(maps.get(0).patches(cells));
      assertThat(IntStream.range(0, expected.length).filter(i -> expected[i] == 0))
          .hasSizeGreaterThan(CHANNELS);
      assertClose("patches", HostTensors.toFloats(maps.get(1).patches(cells)), expected, 1e-6);
    }
  }

  @Test
  void whole_isTheMapMergedEarly() {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference();
        Weights weights = new Weights(new FormulaWeights())) {
      List<MergedMap> maps = earlyAndLate(weights);
      assertClose(
          "whole",
          HostTensors.toFloats(maps.get(1).whole()),
          HostTensors.toFloats(maps.get(0).whole()),
          0);
    }
  }

  @Test
  void pyramidOfOneLevel_isMergedAtOnce() {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference();
        Weights weights = new Weights(new FormulaWeights())) {
      Fpn fpn = Fpn.of(weights, 2, List.of(STAGE_CHANNELS), CHANNELS);
      List<Tensor> stages = List.of(map("res2", STAGE_CHANNELS, HEIGHT, WIDTH));
      MergedMap only = fpn.mergeLate(fpn.mergeCoarser(stages)).get(0);
      assertClose(
          "level",
          HostTensors.toFloats(only.whole()),
          HostTensors.toFloats(fpn.merge(stages).get(0)),
          0);
    }
  }
}
