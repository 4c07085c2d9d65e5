package io.github.sparsercnn.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.core.testing.Goldens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What the goldens say about one small model in every layout. */
final class CheckpointGoldens {
  private static final JsonNode EXPECTED = expected();

  private CheckpointGoldens() {}

  private static JsonNode expected() {
    try {
      return new ObjectMapper().readTree(path("expected.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the files. */
  static Path path(String name) {
    return Goldens.path("checkpoints/" + name);
  }

  /** A value of {@code expected.json}. */
  static JsonNode value(String key) {
    return EXPECTED.get(key);
  }

  /** Shape and hash by name, as {@link #describe(Map)} gives them. */
  static Map<String, String> tensors() {
    Map<String, String> tensors = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : EXPECTED.get("tensors").properties()) {
      tensors.put(
          entry.getKey(),
          entry.getValue().get("shape").toString()
              + entry.getValue().get("sha256_float32_le").asText());
    }
    return tensors;
  }

  /** The shape, and the hash of the values as floats, by name. */
  static Map<String, String> describe(Map<String, StoredTensor> tensors) {
    Map<String, String> descriptions = new TreeMap<>();
    tensors.forEach(
        (name, tensor) ->
            descriptions.put(
                name,
                Arrays.toString(tensor.shape()).replace(" ", "")
                    + sha256(tensor.to(DType.F32).data())));
    return descriptions;
  }

  /** The SHA-256 of the remaining bytes, in hexadecimal. */
  static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
