package io.github.sparsercnn.core.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The golden cases of the evaluation, and how their numbers are compared. */
public final class EvaluationGoldens {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EvaluationGoldens() {}

  public static Stream<JsonNode> cases(String file) {
    try (InputStream in = EvaluationGoldens.class.getResourceAsStream("/goldens/misc/" + file)) {
      return StreamSupport.stream(MAPPER.readTree(in).spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(Path file) throws IOException {
    return MAPPER.readTree(file.toFile());
  }

  public static Path write(Path folder, String name, JsonNode json) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, MAPPER.writeValueAsBytes(json));
    return file;
  }

  public static double[] doubles(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  /** sha256 of the little-endian float64 array. */
  public static String sha256(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
