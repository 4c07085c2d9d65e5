package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads safetensors files by memory-mapping them. Nothing is copied: the tensors are windows on the
 * mapped file, which must not be overwritten in place while they are in use.
 *
 * <p>Every rule of the format is checked before a byte of a tensor is touched, so that a damaged or
 * hostile file ends in a {@link WeightsException}. Files may be of any size; a single tensor must
 * stay below 2 GiB.
 */
public final class SafetensorsReader {
  private static final int LENGTH_BYTES = Long.BYTES;

  /** The reference library's limit. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private SafetensorsReader() {}

  /**
   * The tensors of a file, in the order of their bytes.
   *
   * @throws WeightsException if the file cannot be read, or breaks a rule of the format
   */
  public static Map<String, StoredTensor> tensors(Path file) {
    return Collections.unmodifiableMap(open(file).tensors);
  }

  /**
   * The text that lies in the file beside its tensors ({@code __metadata__}), in file order.
   *
   * @throws WeightsException if the file cannot be read, or breaks a rule of the format
   */
  public static Map<String, String> metadata(Path file) {
    return Collections.unmodifiableMap(open(file).metadata);
  }

  /**
   * Whether a file begins like a safetensors file, sound or damaged.
   *
   * @param head its first bytes, little-endian
   */
  static boolean recognises(ByteBuffer head) {
    return head.remaining() > LENGTH_BYTES
        && head.get(head.position() + LENGTH_BYTES) == '{'
        && head.getLong(head.position()) >>> Integer.SIZE == 0;
  }

  /** Reads a file that is open; the root is a map of tensors. */
  static FileContents read(Path path, MappedFile file) {
    Contents contents = contents(path, file);
    return new FileContents(contents.tensors, contents.metadata, CheckpointFormat.SAFETENSORS);
  }

  private record Contents(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}

  private static Contents open(Path path) {
    try (MappedFile file = MappedFile.open(path)) {
      return contents(path, file);
    }
  }

  private static Contents contents(Path path, MappedFile file) {
    try {
      long headerBytes = headerBytes(file);
      long dataStart = LENGTH_BYTES + headerBytes;
      SafetensorsHeader header =
          SafetensorsHeader.parse(
              utf8(file.window(LENGTH_BYTES, headerBytes, "the header")), file.size() - dataStart);
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.tensors()) {
        long start = dataStart + entry.begin();
        ByteBuffer data = file.window(start, entry.bytes(), "tensor " + entry.shownName());
        entry.dtype().checkValues(data);
        tensors.put(
            entry.name(),
            new StoredTensor(
                entry.dtype(), entry.shape(), data, file.region(start, entry.bytes())));
      }
      return new Contents(tensors, header.metadata());
    } catch (RefusedException e) {
      throw new WeightsException(
          path
              + ": not a valid safetensors file: "
              + e.getMessage()
              + "; download or export it again",
          e);
    }
  }

  private static long headerBytes(MappedFile file) throws RefusedException {
    if (file.size() < LENGTH_BYTES) {
      throw new RefusedException(
          file.size()
              + " bytes, expected at least "
              + LENGTH_BYTES
              + " for the length of the header");
    }
    long length =
        file.window(0, LENGTH_BYTES, "the length").order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MAX_HEADER_BYTES) {
      throw new RefusedException(
          "the header's length is "
              + Long.toUnsignedString(length)
              + ", expected at most "
              + MAX_HEADER_BYTES);
    }
    if (length > file.size() - LENGTH_BYTES) {
      throw new RefusedException(
          "the header should have " + length + " bytes, the file ends after " + file.size());
    }
    return length;
  }

  private static String utf8(ByteBuffer bytes) throws RefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedException("the header is not UTF-8", e);
    }
  }
}
