package io.github.sparsercnn.core.network;

import static io.github.sparsercnn.core.testing.TensorAssert.assertClose;

import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.testing.FormulaWeights;
import io.github.sparsercnn.core.torch.GradMode;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.OwnedTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StemTest {
  private static final int CHANNELS = 8;
  private static final int WIDTH = 36;

  private static Tensor pictures(int count, int height) {
    float[] pixels = new float[count * 3 * height * WIDTH];
    FormulaWeights.Stream stream = new FormulaWeights.Stream("pictures");
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) stream.next();
    }
    return HostTensors.ofFloats(pixels, count, 3, height, WIDTH);
  }

  /** A strip has 64 rows of the result, 256 of the picture. */
  @ParameterizedTest
  @CsvSource({"1, 32", "1, 256", "1, 260", "1, 264", "2, 512", "1, 516", "2, 800", "1, 270"})
  void strips_areTheWholeMap(int count, int height) {
    try (TensorScope scope = TensorScope.open();
        GradMode inference = GradMode.inference();
        OwnedTensors owner = new OwnedTensors();
        Weights weights = new Weights(new FormulaWeights())) {
      Stem stem =
          new Stem(
              PlainConvolution.withNorm(weights, FrozenBatchNorm::of, 3, CHANNELS, 7, 2, 1), false);
      Tensor images = pictures(count, height);
      Stem prepared = stem.prepare(new Preparation(owner, PreparationOptions.of(Precision.FP32)));
      assertClose(
          "strips",
          HostTensors.toFloats(prepared.apply(images)),
          HostTensors.toFloats(stem.apply(images)),
          1e-5);
    }
  }
}
