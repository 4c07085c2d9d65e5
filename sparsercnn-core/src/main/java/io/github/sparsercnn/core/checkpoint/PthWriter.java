package io.github.sparsercnn.core.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code .pth} files as {@code torch.save} does: a zip of one pickle and raw storages, each
 * aligned to 64 bytes so that it can be memory-mapped. {@code torch.load(weights_only=True)} reads
 * them. The same content always gives the same file.
 */
public final class PthWriter {
  private static final String FOLDER = "archive/";
  private static final String SERIALIZATION_VERSION = "3\n";

  private PthWriter() {}

  /**
   * Writes a file, or replaces it in one step: it is never half written.
   *
   * @param file the target; missing folders are made
   * @param root a checkpoint, for example {@code {"model": tensors by name, "iteration": 9}}: maps,
   *     lists, {@link String}, {@link Boolean}, {@link Integer}, {@link Long}, {@link
   *     java.math.BigInteger}, {@link Float}, {@link Double}, null, and {@link StoredTensor}s of
   *     any type and shape, without cycles
   * @throws io.github.sparsercnn.SparseRcnnException if the file cannot be written; an old file is
   *     then untouched
   * @throws IllegalArgumentException if the checkpoint holds anything else
   */
  public static void write(Path file, Map<String, ? extends @Nullable Object> root) {
    PickleWriter pickle = new PickleWriter(root);
    AtomicFile.write(file, stream -> write(pickle, stream));
  }

  private static void write(PickleWriter pickle, OutputStream stream) throws IOException {
    StoredZip zip = new StoredZip(stream);
    zip.add(FOLDER + "data.pkl", ByteBuffer.wrap(pickle.bytes()));
    zip.add(FOLDER + ".storage_alignment", ascii(Integer.toString(StoredZip.ALIGNMENT)));
    zip.add(FOLDER + "byteorder", ascii("little"));
    int name = 0;
    for (StoredTensor storage : pickle.storages()) {
      zip.add(FOLDER + "data/" + name++, storage.data());
    }
    zip.add(FOLDER + "version", ascii(SERIALIZATION_VERSION));
    zip.finish();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
