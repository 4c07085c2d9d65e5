package io.github.sparsercnn.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.core.testing.SharedData;
import io.github.sparsercnn.core.testing.TestCard;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImageDecoderTest {
  static List<String> equalToPillow() {
    return PictureFiles.names();
  }

  @ParameterizedTest
  @MethodSource("equalToPillow")
  void decode_equalsPillow(String name) {
    JsonNode expected = PictureFiles.expected().get(name);
    RgbImage decoded = PictureFiles.decode(name);
    assertThat(decoded.size())
        .isEqualTo(
            new ImageSize(expected.get("width").intValue(), expected.get("height").intValue()));
    assertThat(PictureFiles.sha256(decoded)).isEqualTo(expected.get("sha256").textValue());
  }

  static Stream<String> photographs() {
    return PictureFiles.json("shared.json").properties().stream().map(row -> row.getKey());
  }

  @ParameterizedTest
  @MethodSource("photographs")
  void decode_equalsPillowOnPhotographs(String name) {
    Path file = SharedData.require(name);
    RgbImage decoded = ImageDecoder.decode(Image.of(file), DecodeOptions.DEFAULT);
    assertThat(PictureFiles.sha256(decoded))
        .isEqualTo(PictureFiles.json("shared.json").get(name).textValue());
  }

  /** WebP's chroma is enlarged otherwise; that of 4:4:0 JPEG by some libjpegs. */
  @ParameterizedTest
  @CsvSource({"smooth-lossy.webp, 2", "smooth-alpha-lossy.webp, 2", "smooth-440.jpg, 1"})
  void decode_isNearPillowWhereDecodersDiffer(String name, double meanDifference) {
    byte[] decoded = PictureFiles.decode(name).bytes();
    byte[] expected = PictureFiles.decode(name + ".png").bytes();
    assertThat(decoded).hasSameSizeAs(expected);
    double sum = 0;
    for (int i = 0; i < decoded.length; i++) {
      sum += Math.abs((decoded[i] & 0xff) - (expected[i] & 0xff));
    }
    assertThat(sum / decoded.length).isLessThan(meanDifference);
  }

  @ParameterizedTest
  @CsvSource({
    "rgb-420.jpg, 7e73c632cb18f97c4305ca29a623fec91bf16967e2de7ac5f0a454b32c1bc84e",
    "rgb.png, 95fbe9a5e54909788626193b9081c20bbfb0df90f8cfd83a3318c37a1c1ef0bd"
  })
  void decode_readsTruncatedPicturesAsPillowDoesWhereAllowed(String name, String sha256) {
    byte[] file = PictureFiles.bytes(name);
    byte[] truncated = Arrays.copyOf(file, file.length * 8 / 10);
    DecodeOptions lenient = new DecodeOptions(DecodeOptions.DEFAULT_MAX_PIXELS, true);
    RgbImage decoded = ImageDecoder.decode(Image.of(truncated), lenient);
    assertThat(PictureFiles.sha256(decoded)).isEqualTo(sha256);
  }

  @Test
  void decode_readsAPictureAtTheLimit() {
    RgbImage decoded =
        ImageDecoder.decode(
            Image.of(PictureFiles.bytes("rgb.png")), new DecodeOptions(35 * 27, false));
    assertThat(decoded.bytes()).isEqualTo(TestCard.of(35, 27).bytes());
  }

  @Test
  void decode_looksAtContentsRatherThanNames(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("größe 图.jpg"), PictureFiles.bytes("rgb.png"));
    RgbImage decoded = ImageDecoder.decode(Image.of(file), DecodeOptions.DEFAULT);
    assertThat(decoded.bytes()).isEqualTo(TestCard.of(35, 27).bytes());
  }

  @Test
  void decode_readsStreams() throws IOException {
    try (InputStream stream = getClass().getResourceAsStream("/images/rgb.bmp")) {
      RgbImage decoded = ImageDecoder.decode(Image.of(stream), DecodeOptions.DEFAULT);
      assertThat(decoded.bytes()).isEqualTo(TestCard.of(35, 27).bytes());
    }
  }

  @Test
  void decode_doesNotCopyRgbBytes() {
    byte[] bytes = TestCard.of(4, 3).bytes();
    RgbImage decoded = ImageDecoder.decode(Image.ofRgb(bytes, 4, 3), DecodeOptions.DEFAULT);
    assertThat(decoded.bytes()).isSameAs(bytes);
    assertThat(decoded.size()).isEqualTo(new ImageSize(4, 3));
  }

  @ParameterizedTest
  @CsvSource({"1, 5000, 1, 1333", "5000, 1, 1333, 1", "1, 1, 800, 800"})
  void decode_andResizeTakePicturesOfOnePixelAcross(
      int width, int height, int resizedWidth, int resizedHeight) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", png);
    RgbImage decoded = ImageDecoder.decode(Image.of(png.toByteArray()), DecodeOptions.DEFAULT);
    assertThat(decoded.size()).isEqualTo(new ImageSize(width, height));
    ImageSize size = new ShortestEdge(800, 1333).apply(decoded.size());
    assertThat(size).isEqualTo(new ImageSize(resizedWidth, resizedHeight));
    assertThat(PillowResize.bilinear(decoded, size).bytes()).containsOnly(0);
  }

  @Test
  void decode_takesNoNoticeOfOtherImageIoPlugins() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    ImageReaderSpi greedy = new GreedyReaderSpi();
    registry.registerServiceProvider(greedy);
    try {
      assertThat(PictureFiles.sha256(PictureFiles.decode("rgb-420.jpg")))
          .isEqualTo(PictureFiles.expected().get("rgb-420.jpg").get("sha256").textValue());
    } finally {
      registry.deregisterServiceProvider(greedy);
    }
  }

  /** A plugin that claims every picture. */
  private static final class GreedyReaderSpi extends ImageReaderSpi {
    @Override
    public String[] getFormatNames() {
      return new String[] {"jpeg", "png", "bmp", "gif", "webp", "tiff"};
    }

    @Override
    public boolean canDecodeInput(Object source) {
      return true;
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
      throw new AssertionError("not to be used");
    }

    @Override
    public String getDescription(Locale locale) {
      return "greedy";
    }
  }
}
