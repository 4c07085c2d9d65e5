package io.github.sparsercnn.core.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Sends the bytes of a buffer, which may lie outside the Java heap, to a stream. The JDK's own way,
 * a channel around the stream, closes itself in an interrupted thread, which may have to save.
 */
final class BufferOutput {
  private static final int CHUNK_BYTES = 1 << 16;

  private BufferOutput() {}

  /** Writes from position to limit; the buffer is left as it is. */
  static void write(ByteBuffer buffer, OutputStream stream) throws IOException {
    ByteBuffer rest = buffer.duplicate();
    byte[] chunk = new byte[Math.min(CHUNK_BYTES, rest.remaining())];
    while (rest.hasRemaining()) {
      int length = Math.min(chunk.length, rest.remaining());
      rest.get(chunk, 0, length);
      stream.write(chunk, 0, length);
    }
  }
}
