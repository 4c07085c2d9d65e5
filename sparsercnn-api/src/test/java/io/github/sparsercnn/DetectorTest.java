package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetectorTest {
  @Test
  void predict_wrapsFilesStreamsAndPictures() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    try (RecordingDetector detector =
        new RecordingDetector(Detector.builder().weights("model.pth").options())) {
      detector.predict(Path.of("smear.jpg"));
      detector.predict(picture);
      detector.predict(new ByteArrayInputStream(new byte[] {1, 2, 3}));
      assertThat(detector.shown.subList(0, 2))
          .containsExactly(new Image.File(Path.of("smear.jpg")), new Image.Buffered(picture));
      assertThat(detector.shown.get(2))
          .isInstanceOfSatisfying(
              Image.Encoded.class, image -> assertThat(image.bytes()).containsExactly(1, 2, 3));
    }
  }

  @Test
  void modelInfo_keepsTheOrderAndCopies() {
    Map<String, String> architecture = new LinkedHashMap<>();
    architecture.put("MODEL.RESNETS.DEPTH", "50");
    architecture.put("MODEL.FPN.OUT_CHANNELS", "256");
    ModelInfo info =
        ModelInfo.builder()
            .architecture(architecture)
            .parameterCount(106_000_000)
            .tensorCount(500)
            .assumed(List.of("classes are COCO's"))
            .build();
    architecture.clear();
    assertThat(info.architecture().keySet())
        .containsExactly("MODEL.RESNETS.DEPTH", "MODEL.FPN.OUT_CHANNELS");
    assertThat(info.parameterCount()).isEqualTo(106_000_000);
    assertThat(info.tensorCount()).isEqualTo(500);
    assertThat(info.assumed()).containsExactly("classes are COCO's");
  }

  @Test
  void modelInfo_needsItsCounts() {
    assertThatIllegalStateException().isThrownBy(() -> ModelInfo.builder().build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelInfo.builder().parameterCount(-1).tensorCount(0).build());
  }
}
