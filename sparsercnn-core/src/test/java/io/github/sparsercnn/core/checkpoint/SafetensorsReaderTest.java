package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparsercnn.WeightsException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsReaderTest {
  private static final String SCALAR = "{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}";

  @TempDir Path folder;

  @Test
  void tensors_areThoseOfTheGoldenFile() throws URISyntaxException {
    Path file =
        Path.of(
            SafetensorsReaderTest.class
                .getResource("/goldens/checkpoints/model.safetensors")
                .toURI());

    Map<String, StoredTensor> tensors = SafetensorsReader.tensors(file);

    assertThat(tensors).hasSize(358);
    StoredTensor stem = tensors.get("backbone.bottom_up.stem.conv1.weight");
    assertThat(stem).hasToString("F32[8, 3, 7, 7]");
    assertThat(stem.data().remaining()).isEqualTo(8 * 3 * 7 * 7 * 4);
    assertThat(SafetensorsReader.metadata(file)).containsExactly(Map.entry("format", "pt"));
  }

  @Test
  void read_keepsValuesOrderAndMetadata() throws IOException {
    byte[] data = new byte[12];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putLong(-7);
    Path file =
        write(
            "{\"b\":"
                + SCALAR
                + ",\"__metadata__\":{\"z\":\"é\",\"a\":\"\"},"
                + "\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[4,12],\"more\":1}}   ",
            data);

    Map<String, StoredTensor> tensors = SafetensorsReader.tensors(file);

    assertThat(tensors.keySet()).containsExactly("b", "a");
    assertThat(tensors.get("b").data().getFloat()).isEqualTo(1.5f);
    assertThat(tensors.get("a").data().getLong()).isEqualTo(-7);
    assertThat(SafetensorsReader.metadata(file))
        .containsExactly(Map.entry("z", "é"), Map.entry("a", ""));
  }

  @Test
  void read_acceptsTensorsWithoutElementsAndFilesWithoutTensors() throws IOException {
    Path empty = write("{}", new byte[0]);
    assertThat(SafetensorsReader.tensors(empty)).isEmpty();

    Path file =
        write(
            "{\"none\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[0,0]},\"one\":"
                + SCALAR
                + ",\"last\":{\"dtype\":\"U8\",\"shape\":[3,0],\"data_offsets\":[4,4]}}",
            new byte[4]);
    assertThat(SafetensorsReader.tensors(file)).containsOnlyKeys("none", "one", "last");
    assertThat(SafetensorsReader.tensors(file).get("none").shape()).containsExactly(0, 4);
  }

  @Test
  void read_mapsFilesBeyondTwoGibibytes() throws IOException {
    long block = 900L << 20; // bytes; three of them need more than one mapping
    String entry = "\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}";
    String json =
        "{"
            + String.format(Locale.ROOT, entry, "a", block, 0, block)
            + ","
            + String.format(Locale.ROOT, entry, "b", block, block, 2 * block)
            + ","
            + String.format(Locale.ROOT, entry, "c", block, 2 * block, 3 * block)
            + "}";
    Path file = write(json, new byte[0]);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long end = 8 + json.length() + 3 * block;
      channel.write(ByteBuffer.wrap(new byte[] {42}), end - 1); // sparse where the disk allows it
    }

    Map<String, StoredTensor> tensors = SafetensorsReader.tensors(file);

    assertThat(tensors).containsOnlyKeys("a", "b", "c");
    assertThat(tensors.get("c").data().get((int) block - 1)).isEqualTo((byte) 42);
    assertThat(tensors.get("b").data().get((int) block - 1)).isZero();
  }

  static Stream<Arguments> brokenHeaders() {
    String two = "{\"a\":" + SCALAR + ",\"b\":%s}";
    return Stream.of(
        Arguments.of("[]", "does not start with '{'"),
        Arguments.of(" {}", "does not start with '{'"),
        Arguments.of("{", "not JSON"),
        Arguments.of("{\"a\":}", "not JSON"),
        Arguments.of("{\"a\":" + SCALAR, "not JSON"),
        Arguments.of("{\"a\":" + "[".repeat(100_000), "not JSON"),
        Arguments.of("{\"a\":" + SCALAR + "} x", "not JSON"),
        Arguments.of("{\"a\":" + SCALAR + "} {}", "follows the header's closing"),
        Arguments.of("{\"a\":" + SCALAR + ",\"a\":" + SCALAR + "}", "Duplicate field 'a'"),
        Arguments.of("{\"a\":3}", "a has no dtype"),
        Arguments.of("{\"a\\nb\":3}", "a?b has no dtype"),
        Arguments.of("{\"a\":null}", "a has no dtype"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}",
            "a has dtype F8_E4M3, expected one of [F64"),
        Arguments.of("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", "a has no shape"),
        Arguments.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", "a has no data_offsets"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0]}}", "1 data_offsets"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "-1 in its shape"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
            "1.0 in its shape"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]}}",
            "\"1\" in its shape"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,18446744073709551615]}}",
            "18446744073709551615 in its data_offsets"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}",
            "beyond 64 bits"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            "a has 4 bytes, its F32[2] needs 8"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[4,0]}}", "lies at bytes 4"),
        Arguments.of(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[4,8]}}",
            "expected to begin at 0"),
        Arguments.of(
            String.format(
                Locale.ROOT, two, "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[3,4]}"),
            "expected to begin at 4"),
        Arguments.of(
            String.format(
                Locale.ROOT, two, "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[5,6]}"),
            "expected to begin at 4"),
        Arguments.of(
            String.format(
                Locale.ROOT, two, "{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[4,13]}"),
            "4 bytes follow the header, the tensors take 13"),
        Arguments.of("{}", "4 bytes follow the header, the tensors take 0"),
        Arguments.of("{\"__metadata__\":[],\"a\":" + SCALAR + "}", "__metadata__ is not an object"),
        Arguments.of(
            "{\"__metadata__\":{\"epoch\":3},\"a\":" + SCALAR + "}", "holds 3 under epoch"));
  }

  @ParameterizedTest
  @MethodSource("brokenHeaders")
  void read_refusesHeadersThatBreakARule(String header, String complaint) throws IOException {
    Path file = write(header, new byte[4]);

    assertThatThrownBy(() -> SafetensorsReader.tensors(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith(file + ": not a valid safetensors file: ")
        .hasMessageContaining(complaint)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void read_refusesHeadersThatAreNotUtf8() throws IOException {
    Path utf16 = folder.resolve("utf16");
    byte[] json = "{}".getBytes(StandardCharsets.UTF_16LE);
    Files.write(
        utf16, ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(4).put(json).array());
    assertThatThrownBy(() -> SafetensorsReader.tensors(utf16)).isInstanceOf(WeightsException.class);

    Path latin = folder.resolve("latin");
    Files.write(
        latin,
        ByteBuffer.allocate(13)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(5)
            .put(new byte[] {'{', '"', (byte) 0xe9, '"', '}'})
            .array());
    assertThatThrownBy(() -> SafetensorsReader.tensors(latin)).hasMessageContaining("not UTF-8");
  }

  @Test
  void read_refusesFilesThatEndEarly() throws IOException {
    Path file = write("{\"a\":" + SCALAR + "}", new byte[4]);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Path cut = folder.resolve("cut" + length);
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsReader.tensors(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("not a valid safetensors file");
    }
  }

  @Test
  void read_refusesABoolThatIsNeitherTrueNorFalse() throws IOException {
    String header = "{\"mask\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]}}";
    assertThat(SafetensorsReader.tensors(write(header, new byte[] {0, 1, 1}))).hasSize(1);

    Path file = write(header, new byte[] {0, 1, 2});
    assertThatThrownBy(() -> SafetensorsReader.tensors(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("a tensor of bool holds 2, expected 0 or 1");
  }

  @Test
  void read_refusesAbsurdHeaderLengthsBeforeAllocating() throws IOException {
    for (long length : new long[] {100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      Path file = folder.resolve("length");
      Files.write(
          file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
      assertThatThrownBy(() -> SafetensorsReader.tensors(file))
          .hasMessageContaining(
              "the header's length is "
                  + Long.toUnsignedString(length)
                  + ", expected at most 100000000");
    }
  }

  @Test
  void read_namesAFileThatIsAbsent() {
    Path absent = folder.resolve("absent.safetensors");
    assertThatThrownBy(() -> SafetensorsReader.tensors(absent))
        .isInstanceOf(WeightsException.class)
        .hasMessage(absent + ": no such file");
  }

  private Path write(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Path file = Files.createTempFile(folder, "weights", ".safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array());
    return file;
  }
}
