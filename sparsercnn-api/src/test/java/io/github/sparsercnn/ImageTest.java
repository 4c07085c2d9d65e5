package io.github.sparsercnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageTest {
  @Test
  void name_saysWhatMessagesNeed() {
    assertThat(Image.of(Path.of("smear.jpg")).name()).isEqualTo("smear.jpg");
    assertThat(Image.of(new byte[7]).name()).isEqualTo("image of 7 bytes");
    assertThat(Image.of(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB)).name())
        .isEqualTo("image 4x3");
    assertThat(Image.ofRgb(new byte[36], 4, 3).name()).isEqualTo("image 4x3");
  }

  @Test
  void of_readsAStreamToItsEndAndLeavesItOpen() {
    boolean[] closed = new boolean[1];
    InputStream stream =
        new ByteArrayInputStream(new byte[] {1, 2}) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    assertThat(((Image.Encoded) Image.of(stream)).bytes()).containsExactly(1, 2);
    assertThat(closed[0]).isFalse();
  }

  @Test
  void of_translatesAStreamThatFails() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> Image.of(failing))
        .isInstanceOf(ImageException.class)
        .hasMessage("image stream could not be read: connection reset")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void ofRgb_refusesBytesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.ofRgb(new byte[35], 4, 3))
        .withMessage("an RGB image of 4x3 has 36 bytes, got 35");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.ofRgb(new byte[0], 0, 3))
        .withMessage("image size must be positive: 0x3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Image.ofRgb(new byte[0], Integer.MAX_VALUE, Integer.MAX_VALUE));
  }
}
