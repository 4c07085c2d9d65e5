package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets PyTorch itself read what {@link PthWriter} wrote. */
class PthWriterPythonTest {
  private static final String PYTHON =
      Objects.requireNonNullElse(System.getenv("SPARSERCNN_PYTHON"), "python3");

  private static final Map<DType, String> TORCH_NAMES =
      Map.of(
          DType.F64, "torch.float64",
          DType.F32, "torch.float32",
          DType.F16, "torch.float16",
          DType.BF16, "torch.bfloat16",
          DType.I64, "torch.int64",
          DType.I32, "torch.int32",
          DType.I16, "torch.int16",
          DType.I8, "torch.int8",
          DType.U8, "torch.uint8",
          DType.BOOL, "torch.bool");

  @TempDir Path folder;

  private static final boolean HAS_TORCH = hasTorch();

  private static boolean hasTorch() {
    try {
      return run("-c", "import torch, numpy").exitCode == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Before each test, because only tests are reported as skipped, not classes. */
  @BeforeEach
  void needsTorch() {
    assumeTrue(
        HAS_TORCH, () -> PYTHON + " has no torch and numpy; set SPARSERCNN_PYTHON to one that has");
  }

  @Test
  void torchLoad_readsTensorsOfEveryTypeAndShape() throws Exception {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      tensors.put(dtype + ".matrix", tensor(dtype, 3, 5));
      tensors.put(dtype + ".scalar", tensor(dtype));
      tensors.put(dtype + ".empty", tensor(dtype, 0, 4));
    }
    tensors.put("больше", tensor(DType.F32, 7, 1, 2, 3, 1, 2));
    Path file = folder.resolve("every type.pth");

    PthWriter.write(file, Map.of("model", tensors));

    JsonNode model = describe(file).get("model");
    assertThat(model.size()).isEqualTo(tensors.size());
    tensors.forEach((name, tensor) -> assertSame(model.get(name), tensor, name));
  }

  @Test
  void torchLoad_readsPlainValues() throws Exception {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("iteration", 9);
    root.put("long", 1L << 40);
    root.put("negative", -(1L << 40));
    root.put("big", BigInteger.ONE.shiftLeft(100));
    root.put("rate", 2.5e-5);
    root.put("flag", true);
    root.put("text", "naïve\n✓");
    root.put("none", null);
    root.put("state", Map.of(0, Map.of("exp_avg", tensor(DType.F32, 2))));
    root.put("betas", List.of(0.9, 0.999));
    root.put("nothing", List.of());
    Path file = folder.resolve("values.pth");

    PthWriter.write(file, root);

    JsonNode values = describe(file);
    assertThat(values.get("iteration")).hasToString("{\"type\":\"int\",\"value\":\"9\"}");
    assertThat(values.at("/long/value").asText()).isEqualTo("1099511627776");
    assertThat(values.at("/negative/value").asText()).isEqualTo("-1099511627776");
    assertThat(values.at("/big/value").asText()).isEqualTo("1267650600228229401496703205376");
    assertThat(values.get("rate")).hasToString("{\"type\":\"float\",\"value\":\"2.5e-05\"}");
    assertThat(values.get("flag")).hasToString("{\"type\":\"bool\",\"value\":\"True\"}");
    assertThat(values.at("/text/value").asText()).isEqualTo("'naïve\\n✓'");
    assertThat(values.at("/none/value").asText()).isEqualTo("None");
    assertThat(values.at("/state/0/exp_avg/dtype").asText()).isEqualTo("torch.float32");
    assertThat(values.at("/betas/1/value").asText()).isEqualTo("0.999");
    assertThat(values.get("nothing")).isEmpty();
  }

  private static void assertSame(JsonNode read, StoredTensor written, String name) {
    assertThat(read.get("dtype").asText()).as(name).isEqualTo(TORCH_NAMES.get(written.dtype()));
    assertThat(read.get("shape"))
        .as(name)
        .hasToString(Arrays.toString(written.shape()).replace(" ", ""));
    assertThat(read.get("sha256").asText())
        .as(name)
        .isEqualTo(CheckpointGoldens.sha256(written.data()));
  }

  /** Bytes that are valid in every type and differ from element to element. */
  private static StoredTensor tensor(DType dtype, long... shape) {
    int numel = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    ByteBuffer data = ByteBuffer.allocate(numel * dtype.bytes());
    for (int i = 0; data.hasRemaining(); i++) {
      data.put((byte) (dtype == DType.BOOL ? i % 2 : 3 * i + 1));
    }
    return new StoredTensor(dtype, shape, data.flip());
  }

  private static JsonNode describe(Path file) throws Exception {
    Path script =
        Path.of(PthWriterPythonTest.class.getResource("/python/describe_checkpoint.py").toURI());
    Output output = run(script.toString(), file.toString());
    assertThat(output.exitCode).as(output.text).isZero();
    return new ObjectMapper().readTree(output.text);
  }

  private record Output(int exitCode, String text) {}

  private static Output run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.onExit().join().exitValue(), text);
  }
}
