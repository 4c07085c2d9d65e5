package io.github.sparsercnn.core.distributed;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalGpusTest {
  @Test
  void enoughGpus_areNotTalkedAbout() {
    assertThatCode(() -> LocalGpus.require(2, 2, Map.of())).doesNotThrowAnyException();
    assertThatCode(() -> LocalGpus.require(2, 8, Map.of())).doesNotThrowAnyException();
  }

  @Test
  void tooFewGpus_areCountedAndWhatHidesThemIsNamed() {
    assertThatThrownBy(() -> LocalGpus.require(4, 2, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--num-gpus is 4, but 2 can be used on this machine; each process needs one of its own,"
                + " so say --num-gpus 2, and --num-machines if there are more machines");
    assertThatThrownBy(() -> LocalGpus.require(4, 2, Map.of("CUDA_VISIBLE_DEVICES", "0,3")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("on this machine (CUDA_VISIBLE_DEVICES is 0,3)");
  }
}
