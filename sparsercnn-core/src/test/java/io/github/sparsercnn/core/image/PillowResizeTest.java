package io.github.sparsercnn.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.testing.SharedData;
import io.github.sparsercnn.core.testing.TestCard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PillowResizeTest {
  private static Stream<JsonNode> rows() throws IOException {
    JsonNode rows;
    try (InputStream json =
        PillowResizeTest.class.getResourceAsStream("/goldens/misc/pil_bilinear.json")) {
      rows = new ObjectMapper().readTree(json);
    }
    return StreamSupport.stream(rows.spliterator(), false);
  }

  static Stream<JsonNode> testCards() throws IOException {
    return rows().filter(row -> TestCard.isName(row.get("file").textValue()));
  }

  static Stream<JsonNode> photographs() throws IOException {
    return rows().filter(row -> !TestCard.isName(row.get("file").textValue()));
  }

  @ParameterizedTest
  @MethodSource("testCards")
  void bilinear_equalsPillow(JsonNode row) {
    assertEqualsPillow(TestCard.named(row.get("file").textValue()), row);
  }

  @ParameterizedTest
  @MethodSource("photographs")
  void bilinear_equalsPillowOnPhotographs(JsonNode row) {
    Path file = SharedData.require("data/photos/" + row.get("file").textValue());
    assertEqualsPillow(ImageDecoder.decode(Image.of(file), DecodeOptions.DEFAULT), row);
  }

  private static void assertEqualsPillow(RgbImage source, JsonNode row) {
    ImageSize size = new ImageSize(row.get("width").intValue(), row.get("height").intValue());
    RgbImage resized = PillowResize.bilinear(source, size);
    assertThat(resized.size()).isEqualTo(size);
    assertThat(PictureFiles.sha256(resized)).isEqualTo(row.get("sha256").textValue());
  }

  @Property(tries = 50)
  void bilinear_ofAConstantPictureIsConstant(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll @IntRange(min = 1, max = 90) int newHeight,
      @ForAll byte level) {
    byte[] bytes = new byte[width * height * 3];
    Arrays.fill(bytes, level);
    RgbImage source = new RgbImage(bytes, new ImageSize(width, height));
    for (byte sample : PillowResize.bilinear(source, new ImageSize(newWidth, newHeight)).bytes()) {
      assertThat(sample).isEqualTo(level);
    }
  }

  @Property(tries = 50)
  void bilinear_toTheSameWidthAndDoubleHeightKeepsTheOuterRows(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height) {
    RgbImage source = TestCard.of(width, height);
    RgbImage resized = PillowResize.bilinear(source, new ImageSize(width, 2 * height));
    int row = width * 3;
    assertThat(Arrays.copyOf(resized.bytes(), row)).isEqualTo(Arrays.copyOf(source.bytes(), row));
    assertThat(Arrays.copyOfRange(resized.bytes(), (2 * height - 1) * row, 2 * height * row))
        .isEqualTo(Arrays.copyOfRange(source.bytes(), (height - 1) * row, height * row));
  }

  @ParameterizedTest
  @ValueSource(ints = {16_447, 16_449, 70_001})
  void bilinear_ofAWhiteLineIsWhiteWithThousandsOfWeights(int width) {
    byte[] white = new byte[width * 3];
    Arrays.fill(white, (byte) 255);
    RgbImage source = new RgbImage(white, new ImageSize(width, 1));
    assertThat(PillowResize.bilinear(source, new ImageSize(1, 1)).bytes())
        .containsExactly(255, 255, 255);
  }

  @Test
  void bilinear_toTheSameSizeIsTheSamePicture() {
    RgbImage source = TestCard.of(31, 57);
    assertThat(PillowResize.bilinear(source, source.size())).isSameAs(source);
  }
}
