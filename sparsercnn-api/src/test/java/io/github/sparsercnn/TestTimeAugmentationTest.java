package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sparsercnn.TestTimeAugmentation.Scale;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestTimeAugmentationTest {
  @Test
  void shortEdges_countAllObjects() {
    TestTimeAugmentation augmentation = TestTimeAugmentation.ofShortEdges(320, 416);
    assertThat(augmentation.scales()).containsExactly(Scale.of(320), Scale.of(416));
    assertThat(augmentation.flip()).isTrue();
    assertThat(augmentation.maxSize()).isEqualTo(4000);
    assertThat(augmentation.resampleTwice()).isFalse();
    assertThat(Scale.of(320).counts(1e12f)).isTrue();
    assertThat(Scale.of(320).counts(0)).isFalse();
  }

  @Test
  void scale_countsBetweenItsSquares() {
    Scale scale = new Scale(400, 10, 20);
    assertThat(scale.counts(100)).isFalse();
    assertThat(scale.counts(101)).isTrue();
    assertThat(scale.counts(399)).isTrue();
    assertThat(scale.counts(400)).isFalse();
  }

  @Test
  void scales_areCopied() {
    List<Scale> scales = new ArrayList<>(List.of(Scale.of(320)));
    TestTimeAugmentation augmentation = TestTimeAugmentation.builder().scales(scales).build();
    scales.clear();
    assertThat(augmentation.scales()).hasSize(1);
  }

  @Test
  void values_areChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(TestTimeAugmentation::ofShortEdges)
        .withMessageContaining("at least one size");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestTimeAugmentation.ofShortEdges(0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Scale(400, 20, 20));
    assertThatIllegalArgumentException().isThrownBy(() -> new Scale(400, -1, 20));
    assertThatIllegalArgumentException().isThrownBy(() -> new Scale(400, 0, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TestTimeAugmentation.builder().scales(List.of(Scale.of(1))).maxSize(0).build());
  }
}
