package io.github.sparsercnn.core.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.image.RgbImage;
import io.github.sparsercnn.core.testing.TestCard;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final ReadAhead AHEAD =
      new ReadAhead(new PictureReader(DecodeOptions.DEFAULT, 32, 64));

  private static Image card(int width, int height) {
    RgbImage card = TestCard.of(width, height);
    return Image.ofRgb(card.bytes(), width, height);
  }

  @Test
  void forEach_handsOnAllInOrder() {
    List<ImageSize> originals = new ArrayList<>();
    List<ImageSize> resized = new ArrayList<>();
    AHEAD.forEach(
        List.of(card(16, 16), card(20, 10), card(8, 16)),
        picture -> {
          originals.add(picture.original());
          resized.add(picture.picture().size());
        });
    assertThat(originals)
        .containsExactly(new ImageSize(16, 16), new ImageSize(20, 10), new ImageSize(8, 16));
    assertThat(resized)
        .containsExactly(new ImageSize(32, 32), new ImageSize(64, 32), new ImageSize(32, 64));
    AHEAD.forEach(List.of(), picture -> resized.clear());
    assertThat(resized).hasSize(3);
  }

  @Test
  void forEach_failsAsReadingFails() {
    Image broken = Image.of(new ByteArrayInputStream(new byte[] {1, 2, 3}));
    List<ImageSize> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                AHEAD.forEach(
                    List.of(card(16, 16), broken, card(8, 8)),
                    picture -> seen.add(picture.original())))
        .isInstanceOf(ImageException.class);
    assertThat(seen).containsExactly(new ImageSize(16, 16));
  }
}
