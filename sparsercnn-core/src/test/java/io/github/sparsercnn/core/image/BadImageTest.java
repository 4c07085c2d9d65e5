package io.github.sparsercnn.core.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sparsercnn.Image;
import io.github.sparsercnn.ImageException;
import io.github.sparsercnn.ImageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no pictures, or no longer: each ends in one line that says what to do. */
class BadImageTest {
  private static final DecodeOptions SMALL = new DecodeOptions(1_000_000, false);
  private static final DecodeOptions SMALL_LENIENT = new DecodeOptions(1_000_000, true);

  static Stream<Arguments> contents() {
    byte[] jpeg = PictureFiles.bytes("rgb-420.jpg");
    byte[] gif = PictureFiles.bytes("palette.gif");
    int frameHeader = PictureFiles.indexOf(jpeg, 0xFF, 0xC0);
    byte[] lzw = PictureFiles.bytes("rgb-lzw.tif");
    byte[] png = PictureFiles.bytes("rgb.png");
    int pixels = PictureFiles.indexOf(png, 'I', 'D', 'A', 'T') + 20;
    return Stream.of(
        arguments("empty", new byte[0], "the file is empty; copy or download it again"),
        arguments("one byte", new byte[] {(byte) 0xFF}, "begins with the bytes ff;"),
        arguments("garbage", "garbage, not a picture".getBytes(UTF_8), "67 61 72 62 61 67 65 2c"),
        arguments(
            "avif",
            "\0\0\0 ftypavif\0\0\0\0".getBytes(UTF_8),
            "found AVIF picture, expected JPEG, PNG"),
        arguments("heic", "\0\0\0 ftypheic\0\0\0\0".getBytes(UTF_8), "HEIC picture"),
        arguments("html", "<!DOCTYPE html><title>404".getBytes(UTF_8), "HTML page"),
        arguments("lfs", "version https://git-lfs.example/v1".getBytes(UTF_8), "Git LFS pointer"),
        arguments("zip", "PK\3\4rest".getBytes(UTF_8), "zip archive, expected JPEG"),
        arguments(
            "jpeg cut", Arrays.copyOf(jpeg, 800), "JPEG picture is truncated after 800 bytes"),
        arguments("jpeg without end", Arrays.copyOf(jpeg, jpeg.length - 2), "is truncated"),
        arguments("jpeg start", Arrays.copyOf(jpeg, 40), "no frame header"),
        arguments(
            "jpeg bomb",
            PictureFiles.patched("rgb-420.jpg", frameHeader + 5, 255, 255, 255, 255),
            "65535x65535 pixels, more than the limit of 178956970; raise maxPixels"),
        arguments(
            "jpeg without height",
            PictureFiles.patched("rgb-420.jpg", frameHeader + 5, 0, 0),
            "size of 35x0"),
        arguments("png cut", Arrays.copyOf(png, png.length / 2), "cannot be decoded"),
        arguments(
            "png checksum",
            PictureFiles.patched("rgb.png", pixels, png[pixels] ^ 1),
            "wrong checksum of chunk IDAT at byte 33"),
        arguments(
            "png bomb",
            PictureFiles.pngOfSize("rgb.png", 30_000, 30_000),
            "30000x30000 pixels, more than the limit"),
        arguments(
            "png bomb of 2^62 pixels",
            PictureFiles.pngOfSize("rgb.png", Integer.MAX_VALUE, Integer.MAX_VALUE),
            "2147483647x2147483647 pixels"),
        arguments("png of no pixels", PictureFiles.pngOfSize("rgb.png", 0, 27), "PNG picture"),
        arguments("gif cut", Arrays.copyOf(gif, gif.length / 2), "GIF picture cannot be decoded"),
        arguments("gif without frame", Arrays.copyOf(gif, 20), "no frame"),
        arguments(
            "gif bomb",
            PictureFiles.patched("palette.gif", 6, 255, 255, 255, 255),
            "65535x65535 pixels, more than the limit"),
        arguments("bmp bomb", bmpBomb(), "20000x20000 pixels, more than the limit"),
        arguments(
            "webp cut",
            Arrays.copyOf(PictureFiles.bytes("rgb-lossless.webp"), 400),
            "WebP picture is truncated after 400 bytes"),
        arguments(
            "tiff without directory",
            Arrays.copyOf(lzw, 400),
            "TIFF picture is truncated after 400 bytes"),
        arguments(
            "tiff without the last tag's value",
            Arrays.copyOf(lzw, lzw.length - 1),
            "TIFF picture is truncated after"));
  }

  /** With the length of a small file the reader would refuse the size on its own. */
  private static byte[] bmpBomb() {
    int side = 20_000;
    ByteBuffer bmp = ByteBuffer.wrap(PictureFiles.bytes("rgb.bmp")).order(ByteOrder.LITTLE_ENDIAN);
    return bmp.putInt(2, Integer.MAX_VALUE).putInt(18, side).putInt(22, side).array();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void decode_refusesInOneLine(String what, byte[] file, String says) {
    ImageException e = refusal(Image.of(file), DecodeOptions.DEFAULT);
    assertThat(e).hasMessageContaining(says).hasMessageStartingWith("image of ");
    assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").matches(".+[;,] .+");
  }

  @Test
  void decode_namesTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("smear.jpg"), new byte[0]);
    assertThat(refusal(Image.of(file), DecodeOptions.DEFAULT))
        .hasMessage(file + ": the file is empty; copy or download it again");
    Path missing = folder.resolve("missing.jpg");
    assertThat(refusal(Image.of(missing), DecodeOptions.DEFAULT))
        .hasMessage(missing + ": no such file; check the path");
    assertThat(refusal(Image.of(folder), DecodeOptions.DEFAULT))
        .hasMessage(folder + ": is a directory; give the path of a picture file");
  }

  @Test
  void decode_namesAFileThatMayNotBeRead(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("secret.jpg"), PictureFiles.bytes("rgb-420.jpg"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "the superuser reads everything");
    assertThat(refusal(Image.of(file), DecodeOptions.DEFAULT))
        .hasMessage(file + ": no permission to read it; check its access rights");
  }

  @Test
  void decode_saysThatMemoryIsShort() {
    // 12.8 GB of 16-bit samples, in an array that is just short enough for Java.
    byte[] file = PictureFiles.pngOfSize("rgb-16bit.png", 26_700, 26_700);
    DecodeOptions boundless = new DecodeOptions(Long.MAX_VALUE, false);
    assertThat(refusal(Image.of(file), boundless))
        .hasMessageContaining("does not fit the memory (a heap of ")
        .hasMessageContaining("raise -Xmx")
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void decode_refusesWhatAnArrayCannotHold() {
    byte[] file = PictureFiles.pngOfSize("rgb.png", 30_000, 30_000);
    DecodeOptions boundless = new DecodeOptions(Long.MAX_VALUE, false);
    assertThat(refusal(Image.of(file), boundless)).hasMessageContaining("cut it into tiles");
  }

  @Test
  void reason_tellsWhatIsDamagedUnknownOrTooLarge() {
    byte[] jpeg = PictureFiles.bytes("rgb-420.jpg");
    byte[] large = PictureFiles.pngOfSize("rgb.png", 1_001, 1_000);
    assertThat(refusal(Image.of(Arrays.copyOf(jpeg, 800)), SMALL).reason())
        .isEqualTo(Reason.UNREADABLE);
    assertThat(refusal(Image.of(new byte[0]), SMALL).reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(refusal(Image.of("garbage".getBytes(UTF_8)), SMALL).reason())
        .isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal(Image.of("PK\3\4rest".getBytes(UTF_8)), SMALL).reason())
        .isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal(Image.of(large), SMALL).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void options_refuseALimitBelowOnePixel(long maxPixels) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new DecodeOptions(maxPixels, false));
  }

  /** Where the tails of formats are: directories, checksums, end marks. */
  @ParameterizedTest
  @MethodSource("names")
  void decode_refusesCutsNearTheEndOrReadsAllPixels(String name) {
    int length = PictureFiles.bytes(name).length;
    for (int cut = 1; cut <= 32; cut++) {
      assertRefusedOrEqual(name, length - cut);
    }
  }

  @Property(tries = 500)
  void decode_refusesPrefixesOrReadsAllPixels(
      @ForAll @From("anyName") String name, @ForAll @IntRange(max = 999) int permille) {
    assertRefusedOrEqual(name, PictureFiles.bytes(name).length * permille / 1000);
  }

  private static void assertRefusedOrEqual(String name, int length) {
    byte[] prefix = Arrays.copyOf(PictureFiles.bytes(name), length);
    try {
      assertThat(ImageDecoder.decode(Image.of(prefix), SMALL).bytes())
          .as("pixels of the first %d bytes of %s", length, name)
          .isEqualTo(PictureFiles.decode(name).bytes());
    } catch (ImageException e) {
      assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
    }
  }

  @Property(tries = 1000)
  void decode_ofCorruptedFilesEndsSoonAndInNothingButImageException(
      @ForAll @From("anyName") String name,
      @ForAll @Size(min = 1, max = 6) byte[] values,
      @ForAll @Size(min = 6, max = 6) int[] places,
      @ForAll boolean lenient) {
    byte[] file = PictureFiles.bytes(name);
    for (int i = 0; i < values.length; i++) {
      // Most bytes of meaning are in the first quarter.
      int range = i % 2 == 0 ? file.length : file.length / 4;
      file[Math.floorMod(places[i], range)] = values[i];
    }
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          try {
            ImageDecoder.decode(Image.of(file), lenient ? SMALL_LENIENT : SMALL);
          } catch (ImageException e) {
            assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}");
          }
        });
  }

  static List<String> names() {
    return PictureFiles.names();
  }

  @Provide
  Arbitrary<String> anyName() {
    return Arbitraries.of(PictureFiles.names());
  }

  private static ImageException refusal(Image image, DecodeOptions options) {
    return catchThrowableOfType(ImageException.class, () -> ImageDecoder.decode(image, options));
  }
}
