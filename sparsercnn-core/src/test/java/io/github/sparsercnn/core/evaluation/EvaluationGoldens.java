package io.github.sparsercnn.core.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparsercnn.core.dataset.format.CocoAnnotation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The golden cases of the evaluation, and how their numbers are compared. */
public final class EvaluationGoldens {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EvaluationGoldens() {}

  /** The cases of a golden file. */
  public static Stream<JsonNode> cases(String file) {
    return list("/goldens/misc/" + file);
  }

  /** The elements of a JSON list among the test resources. */
  public static Stream<JsonNode> list(String resource) {
    try (InputStream in = EvaluationGoldens.class.getResourceAsStream(resource)) {
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

  /** A COCO case as it stands before evaluation. */
  public static CocoGroundTruth truth(JsonNode golden) {
    CocoGroundTruthBuilder truth = CocoGroundTruth.builder("golden");
    for (JsonNode image : golden.get("ground_truth").get("images")) {
      truth.image(image.get("id").asLong(), image.get("file_name").asText(), 640, 480);
    }
    for (JsonNode category : golden.get("ground_truth").get("categories")) {
      truth.category(category.get("id").asLong(), category.get("name").asText());
    }
    for (JsonNode a : golden.get("ground_truth").get("annotations")) {
      double[] box = doubles(a.get("bbox"));
      truth.annotation(
          new CocoAnnotation(
              a.get("id").asLong(),
              a.get("image_id").asLong(),
              a.get("category_id").asLong(),
              box[0],
              box[1],
              box[2],
              box[3],
              a.get("area").asDouble(),
              a.get("iscrowd").asInt() == 1,
              false));
    }
    return truth.build();
  }

  /** The detections of a COCO case. */
  public static CocoResults results(JsonNode golden) {
    CocoResults.Builder results = CocoResults.builder("golden");
    for (JsonNode d : golden.get("detections")) {
      double[] box = doubles(d.get("bbox"));
      results.add(
          d.get("image_id").asLong(),
          d.get("category_id").asLong(),
          box[0],
          box[1],
          box[2],
          box[3],
          d.get("score").asDouble());
    }
    return results.build();
  }

  /** A COCO case, matched with its limits. */
  public static CocoMatching matching(JsonNode golden) {
    List<Integer> maxDets =
        Arrays.stream(doubles(golden.get("max_dets"))).mapToObj(limit -> (int) limit).toList();
    return CocoMatching.of(
        truth(golden), results(golden), CocoSettings.builder().maxDets(maxDets).threads(2).build());
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
