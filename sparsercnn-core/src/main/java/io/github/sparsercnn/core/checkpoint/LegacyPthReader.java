package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code torch.save} wrote before PyTorch 1.6: five pickles in a row (a magic number,
 * the protocol, the machine, the object, the keys of the storages) and then the storages. The
 * tensors are windows on the mapped file, which must not be overwritten in place while they are in
 * use.
 */
final class LegacyPthReader {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

  /** The magic number as LONG1 of protocol 2 and above writes it, and as LONG of those before. */
  private static final byte[] MAGIC_BINARY = {
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19
  };

  private static final byte[] MAGIC_TEXT = ("L" + MAGIC + "L").getBytes(StandardCharsets.US_ASCII);

  /** PROTO and FRAME can come before the magic number. */
  private static final int MAX_MAGIC_OFFSET = 11;

  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int TAR_OFFSET = 257;

  private static final long PROTOCOL = 1001;

  private final MappedFile file;
  private final MemoryBudget budget;
  private final Map<String, TorchStorage> storages = new HashMap<>();
  private long position;

  private LegacyPthReader(MappedFile file) {
    this.file = file;
    this.budget = MemoryBudget.forFile(file.size());
  }

  /**
   * Whether a file begins like one of PyTorch before 1.6, by its first 512 bytes. The still older
   * tar archives are recognised as well, to be refused with a reason.
   */
  static boolean recognises(ByteBuffer head) {
    for (int at = 0; at <= MAX_MAGIC_OFFSET; at++) {
      if (has(head, at, MAGIC_BINARY)) {
        return true;
      }
    }
    return has(head, 0, MAGIC_TEXT) || isTar(head);
  }

  private static boolean isTar(ByteBuffer head) {
    return has(head, TAR_OFFSET, TAR);
  }

  private static boolean has(ByteBuffer head, int at, byte[] bytes) {
    return head.remaining() >= at + bytes.length
        && head.slice(head.position() + at, bytes.length).equals(ByteBuffer.wrap(bytes));
  }

  /**
   * Reads a file.
   *
   * @param path its name, for messages
   * @param file its content; it may be closed as soon as this returns
   * @throws WeightsException if it is damaged, refused or no PyTorch checkpoint
   */
  static FileContents read(Path path, MappedFile file) {
    try {
      return new LegacyPthReader(file).read();
    } catch (RefusedException e) {
      throw e.in(path);
    }
  }

  private FileContents read() throws RefusedException {
    long headBytes = Math.min(file.size(), TAR_OFFSET + TAR.length);
    if (isTar(file.window(0, headBytes, "the head"))) {
      throw new RefusedException(
          "is a tar archive, as PyTorch wrote before 0.1.10",
          "load it in Python with such a version, and save it with a newer one");
    }
    if (!MAGIC.equals(pickle(PickleMachine.PersistentIds.NONE))) {
      throw new RefusedException("has another magic number than a PyTorch checkpoint");
    }
    Object protocol = pickle(PickleMachine.PersistentIds.NONE);
    if (!Long.valueOf(PROTOCOL).equals(protocol)) {
      throw new RefusedException("has protocol " + describe(protocol) + ", expected " + PROTOCOL);
    }
    ByteOrder order = byteOrder(pickle(PickleMachine.PersistentIds.NONE));
    Object graph = pickle(this::storage);
    fillStorages(pickle(PickleMachine.PersistentIds.NONE), order);
    return new FileContents(
        PickleGraph.finish(graph, budget),
        Map.of("protocol_version", String.valueOf(PROTOCOL)),
        CheckpointFormat.PTH_LEGACY);
  }

  private @Nullable Object pickle(PickleMachine.PersistentIds ids) throws RefusedException {
    PickleStream stream = new PickleStream(file, position, file.size(), budget);
    try {
      Object value = new PickleMachine(stream, ids, budget).run();
      position += stream.position();
      return value;
    } catch (RefusedException e) {
      throw position == 0
          ? e
          : new RefusedException(e.getMessage() + ", which begins at byte " + position, e);
    }
  }

  private static ByteOrder byteOrder(@Nullable Object machine) throws RefusedException {
    if (machine instanceof Map<?, ?> map && map.get("little_endian") instanceof Boolean little) {
      return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
    throw new RefusedException("does not say whether its numbers are little_endian");
  }

  private TorchStorage storage(@Nullable Object id) throws RefusedException {
    TorchStorage storage = TorchStorage.of(id, 6);
    TorchStorage known = storages.putIfAbsent(storage.key(), storage);
    if (known == null) {
      return storage;
    }
    known.requireSame(storage);
    return known;
  }

  /** Each storage is its number of elements and their bytes. */
  private void fillStorages(@Nullable Object keys, ByteOrder order) throws RefusedException {
    if (!(keys instanceof List<?> list)) {
      throw new RefusedException("the keys of the storages are " + describe(keys));
    }
    for (Object key : list) {
      TorchStorage storage = key instanceof String ? storages.get(key) : null;
      if (storage == null || storage.isFilled()) {
        throw new RefusedException(
            "has data for a storage that no tensor uses, or a second time: " + describe(key));
      }
      long numel =
          file.window(position, Long.BYTES, "the size of a storage").order(order).getLong();
      position += Long.BYTES;
      storage.requireNumel(numel);
      long length = storage.byteLength();
      storage.fill(
          file.window(position, length, "a storage"), file.region(position, length), order);
      position += storage.byteLength();
    }
    if (position != file.size()) {
      throw new RefusedException((file.size() - position) + " bytes follow the last storage");
    }
  }

  private static String describe(@Nullable Object value) {
    return value instanceof String || value instanceof Number
        ? PickleText.excerpt(value.toString())
        : PythonKind.of(value);
  }
}
