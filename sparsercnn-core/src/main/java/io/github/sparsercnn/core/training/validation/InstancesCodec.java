package io.github.sparsercnn.core.training.validation;

import io.github.sparsercnn.Boxes;
import io.github.sparsercnn.Categories;
import io.github.sparsercnn.ImageSize;
import io.github.sparsercnn.Instances;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a process found in its share of the pictures, as bytes that travel to the others. Numbers
 * keep every bit.
 */
final class InstancesCodec {
  private static final int EDGES = 4;
  private static final int BYTES_PER_PICTURE = Long.BYTES + 3 * Integer.BYTES;
  private static final int BYTES_PER_INSTANCE = EDGES * Float.BYTES + Float.BYTES + Integer.BYTES;

  private InstancesCodec() {}

  static byte[] encode(Map<Long, Instances> byImage) {
    int instances = byImage.values().stream().mapToInt(Instances::size).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(byImage.size() * BYTES_PER_PICTURE + instances * BYTES_PER_INSTANCE);
    byImage.forEach(
        (id, found) -> {
          bytes.putLong(id);
          bytes.putInt(found.imageSize().width()).putInt(found.imageSize().height());
          bytes.putInt(found.size());
          for (float edge : found.boxes().toXyxy()) {
            bytes.putFloat(edge);
          }
          for (float score : found.scores()) {
            bytes.putFloat(score);
          }
          for (int classId : found.classIds()) {
            bytes.putInt(classId);
          }
        });
    return bytes.array();
  }

  static Map<Long, Instances> decode(byte[] encoded, Categories categories) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    Map<Long, Instances> byImage = new LinkedHashMap<>();
    while (bytes.hasRemaining()) {
      long id = bytes.getLong();
      ImageSize size = new ImageSize(bytes.getInt(), bytes.getInt());
      int count = bytes.getInt();
      float[] boxes = floats(bytes, count * EDGES);
      float[] scores = floats(bytes, count);
      int[] classIds = new int[count];
      for (int i = 0; i < count; i++) {
        classIds[i] = bytes.getInt();
      }
      byImage.put(id, Instances.of(size, Boxes.of(boxes), scores, classIds, categories));
    }
    return byImage;
  }

  private static float[] floats(ByteBuffer bytes, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = bytes.getFloat();
    }
    return floats;
  }
}
