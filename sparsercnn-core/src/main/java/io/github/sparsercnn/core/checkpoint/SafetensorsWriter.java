package io.github.sparsercnn.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files byte for byte as the reference library does: the largest element types
 * first and names in order within a type, so that every tensor is aligned, and a header padded to
 * eight bytes. The same tensors always give the same file.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  /** The reference library's order of element types. */
  private static final List<DType> DTYPE_ORDER =
      List.of(
          DType.I64,
          DType.F64,
          DType.F32,
          DType.I32,
          DType.BF16,
          DType.F16,
          DType.I16,
          DType.I8,
          DType.U8,
          DType.BOOL);

  private SafetensorsWriter() {}

  /**
   * Writes a file, or replaces it in one step: it is never half written.
   *
   * @param file the target; missing folders are made
   * @param tensors tensors by name
   * @param metadata text to keep beside them, written in the order of its keys
   * @throws io.github.sparsercnn.SparseRcnnException if the file cannot be written; an old file is
   *     then untouched
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}
   */
  public static void write(
      Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be named " + SafetensorsHeader.METADATA + " in a safetensors file");
    }
    List<Map.Entry<String, StoredTensor>> ordered =
        tensors.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<String, StoredTensor>>comparingInt(
                        entry -> DTYPE_ORDER.indexOf(entry.getValue().dtype()))
                    .thenComparing(
                        entry -> entry.getKey().getBytes(StandardCharsets.UTF_8),
                        Arrays::compareUnsigned))
            .toList();
    AtomicFile.write(
        file,
        stream -> {
          stream.write(header(ordered, metadata));
          for (Map.Entry<String, StoredTensor> entry : ordered) {
            BufferOutput.write(entry.getValue().data(), stream);
          }
        });
  }

  /** The length, the JSON and its padding. */
  private static byte[] header(
      List<Map.Entry<String, StoredTensor>> ordered, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
      generator.writeStartObject();
      if (!metadata.isEmpty()) {
        generator.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
          generator.writeStringField(entry.getKey(), entry.getValue());
        }
        generator.writeEndObject();
      }
      long begin = 0;
      for (Map.Entry<String, StoredTensor> entry : ordered) {
        long end = begin + entry.getValue().data().remaining();
        writeEntry(generator, entry.getKey(), entry.getValue(), begin, end);
        begin = end;
      }
      generator.writeEndObject();
    }
    while (json.size() % ALIGNMENT != 0) {
      json.write(' ');
    }
    return ByteBuffer.allocate(Long.BYTES + json.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.size())
        .put(json.toByteArray())
        .array();
  }

  private static void writeEntry(
      JsonGenerator generator, String name, StoredTensor tensor, long begin, long end)
      throws IOException {
    generator.writeObjectFieldStart(name);
    generator.writeStringField("dtype", tensor.dtype().name());
    generator.writeFieldName("shape");
    long[] shape = tensor.shape();
    generator.writeArray(shape, 0, shape.length);
    generator.writeFieldName("data_offsets");
    generator.writeArray(new long[] {begin, end}, 0, 2);
    generator.writeEndObject();
  }
}
