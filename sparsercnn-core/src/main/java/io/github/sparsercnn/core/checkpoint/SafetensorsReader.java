package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import io.github.sparsercnn.core.checkpoint.SafetensorsHeader.InvalidHeaderException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Tensors share windows up to this size: few mappings, and no mapping beyond 2 GiB. */
  private static final long WINDOW_BYTES = 1L << 30;

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

  /** Reads a file; the root is a map of tensors. */
  static FileContents read(Path file) {
    Contents contents = open(file);
    return new FileContents(contents.tensors, contents.metadata, CheckpointFormat.SAFETENSORS);
  }

  private record Contents(Map<String, StoredTensor> tensors, Map<String, String> metadata) {}

  private static Contents open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long headerBytes = headerBytes(channel);
      long dataStart = LENGTH_BYTES + headerBytes;
      SafetensorsHeader header =
          SafetensorsHeader.parse(
              utf8(read(channel, LENGTH_BYTES, (int) headerBytes)), channel.size() - dataStart);
      return new Contents(map(channel, dataStart, header.tensors()), header.metadata());
    } catch (InvalidHeaderException e) {
      throw new WeightsException(
          file
              + ": not a valid safetensors file: "
              + e.getMessage()
              + "; download or export it again",
          e);
    } catch (IOException e) {
      throw new WeightsException(
          file + (Files.exists(file) ? ": cannot be read: " + e.getMessage() : ": no such file"),
          e);
    }
  }

  private static long headerBytes(FileChannel channel) throws IOException, InvalidHeaderException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new InvalidHeaderException(
          size + " bytes, expected at least " + LENGTH_BYTES + " for the length of the header");
    }
    long length = read(channel, 0, LENGTH_BYTES).getLong();
    if (length < 0 || length > MAX_HEADER_BYTES) {
      throw new InvalidHeaderException(
          "the header's length is "
              + Long.toUnsignedString(length)
              + ", expected at most "
              + MAX_HEADER_BYTES);
    }
    if (length > size - LENGTH_BYTES) {
      throw new InvalidHeaderException(
          "the header should have " + length + " bytes, the file ends after " + size);
    }
    return length;
  }

  private static ByteBuffer read(FileChannel channel, long position, int bytes)
      throws IOException, InvalidHeaderException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new InvalidHeaderException("the file ends within its header");
      }
    }
    return buffer.flip();
  }

  private static String utf8(ByteBuffer bytes) throws InvalidHeaderException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidHeaderException("the header is not UTF-8");
    }
  }

  private static Map<String, StoredTensor> map(
      FileChannel channel, long dataStart, List<SafetensorsHeader.Entry> entries)
      throws IOException, InvalidHeaderException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    int next = 0;
    while (next < entries.size()) {
      int first = next;
      long windowStart = entries.get(first).begin();
      do {
        next++;
      } while (next < entries.size() && entries.get(next).end() - windowStart <= WINDOW_BYTES);
      List<SafetensorsHeader.Entry> sharing = entries.subList(first, next);
      long windowBytes = entries.get(next - 1).end() - windowStart;
      if (windowBytes > Integer.MAX_VALUE) {
        throw new InvalidHeaderException(
            sharing.get(0).name() + " has " + windowBytes + " bytes, expected less than 2 GiB");
      }
      ByteBuffer window = channel.map(MapMode.READ_ONLY, dataStart + windowStart, windowBytes);
      for (SafetensorsHeader.Entry entry : sharing) {
        int start = (int) (entry.begin() - windowStart);
        tensors.put(
            entry.name(),
            new StoredTensor(
                entry.dtype(), entry.shape(), window.slice(start, (int) entry.bytes())));
      }
    }
    return tensors;
  }
}
