package io.github.sparsercnn.examples.bench.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.PillowResize;
import io.github.sparsercnn.core.image.RgbImage;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What both sides of a comparison compute from formulas; the numbers are those of the goldens. */
@SuppressWarnings("FloatingPointLiteralPrecision") // as the golden prints them
class FormulaTest {
  @Test
  void weights_areThoseOfTheGoldens() {
    assertThat(FormulaWeights.values("head.head_series.0.class_logits.weight", 2, 3))
        .containsExactly(
            1.9296917915344238f,
            -0.39701464772224426f,
            0.1466555893421173f,
            0.7295097708702087f,
            -0.9417111873626709f,
            -1.8984354734420776f);
    assertThat(FormulaWeights.values("backbone.bottom_up.res2.0.conv3.norm.weight", 2))
        .containsExactly(0.26806843280792236f, 0.2252594381570816f);
    assertThat(FormulaWeights.values("init_proposal_boxes.weight", 1, 4))
        .containsExactly(
            0.3785039484500885f, 0.6027889251708984f, 0.3361971080303192f, 0.19230972230434418f);
    assertThat(FormulaWeights.values("backbone.bottom_up.stem.conv1.norm.running_var", 2))
        .containsExactly(0.9775214791297913f, 0.9668075442314148f);
    assertThat(FormulaWeights.values("head.head_series.5.class_logits.bias", 2))
        .containsExactly(-1.9005978107452393f, -2.0172524452209473f);
  }

  @Test
  void testCard_isThatOfTheGoldens() throws Exception {
    RgbImage resized =
        PillowResize.bilinear(TestCard.named("testcard:640x427"), new ImageSize(1199, 800));

    byte[] hash = MessageDigest.getInstance("SHA-256").digest(resized.bytes());
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("fdb75de7c4bdac8174ffd50d512363b2191993040a7cb2a1d092e0248fe1fc8f");
  }

  @Test
  void otherPicture_isNoTestCard() {
    assertThatThrownBy(() -> TestCard.named("street.jpg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'street.jpg' is not of the form testcard:640x427");
  }
}
