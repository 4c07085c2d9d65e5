package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.WeightsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code torch.save} writes since PyTorch 1.6: a zip archive of one pickle, {@code
 * data.pkl}, and one record per storage. The tensors are windows on the mapped file, which must not
 * be overwritten in place while they are in use. The CRC-32 of every entry is verified.
 */
final class PthZipReader {
  private static final int ZIP_SIGNATURE = 0x04034b50;
  private static final String PICKLE = "data.pkl";

  /** The versions of the archive's layout that PyTorch itself reads. */
  private static final long HIGHEST_VERSION = 10;

  private static final int MAX_TEXT_BYTES = 64;

  private final MappedFile file;
  private final MemoryBudget budget;
  private final ZipArchive archive;
  private final String root;
  private final Map<String, TorchStorage> storages = new HashMap<>();

  private PthZipReader(MappedFile file) throws RefusedException {
    this.file = file;
    this.budget = MemoryBudget.forFile(file.size());
    this.archive = ZipArchive.read(file, budget);
    this.root = root(archive);
  }

  /**
   * Whether a file is a zip archive, by its first bytes.
   *
   * @param head little-endian
   */
  static boolean recognises(ByteBuffer head) {
    return head.remaining() >= Integer.BYTES && head.getInt(head.position()) == ZIP_SIGNATURE;
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
      return new PthZipReader(file).read();
    } catch (RefusedException e) {
      throw e.in(path);
    }
  }

  private FileContents read() throws RefusedException {
    String version = version();
    ByteOrder order = byteOrder();
    archive.verify();
    String pickle = root + PICKLE;
    long start = archive.offset(pickle);
    PickleStream stream = new PickleStream(file, start, start + archive.bytes(pickle), budget);
    Object graph = new PickleMachine(stream, id -> storage(id, order), budget).run();
    if (stream.remaining() > 0) {
      throw new RefusedException(stream.remaining() + " bytes follow the pickle in " + pickle);
    }
    return new FileContents(
        PickleGraph.finish(graph, budget), Map.of("version", version), CheckpointFormat.PTH_ZIP);
  }

  private TorchStorage storage(@Nullable Object id, ByteOrder order) throws RefusedException {
    TorchStorage storage = TorchStorage.of(id, 5);
    TorchStorage known = storages.putIfAbsent(storage.key(), storage);
    if (known != null) {
      known.requireSame(storage);
      return known;
    }
    String record = root + "data/" + storage.key();
    storage.requireBytes(archive.bytes(record));
    storage.fill(archive.window(record), archive.region(record), order);
    return storage;
  }

  /** The folder that all entries lie in, with a slash. */
  private static String root(ZipArchive archive) throws RefusedException {
    String root = null;
    for (String name : archive.names()) {
      String folder = name.substring(0, name.indexOf('/') + 1);
      if (name.equals(folder + "constants.pkl")
          || name.startsWith(folder + "code/")
          || name.equals(folder + "model.json")) {
        throw new RefusedException(
            "is a TorchScript archive, which holds a program",
            "torch.save the state_dict of the model in Python instead");
      }
      if (name.equals(folder + PICKLE)) {
        if (root != null) {
          throw new RefusedException("the archive has two pickles, in " + root + " and " + folder);
        }
        root = folder;
      }
    }
    if (root == null) {
      throw new RefusedException(
          "is a zip archive without data.pkl, expected what torch.save writes");
    }
    for (String name : archive.names()) {
      if (!name.startsWith(root)) {
        throw new RefusedException("the zip entry " + name + " does not lie in " + root);
      }
    }
    return root;
  }

  private String version() throws RefusedException {
    String version = text("version").strip();
    if (!version.matches("[0-9]{1,3}") || Integer.parseInt(version) > HIGHEST_VERSION) {
      throw new RefusedException(
          "the archive has version "
              + PickleText.excerpt(version)
              + ", expected at most "
              + HIGHEST_VERSION,
          "torch.save it with an older PyTorch");
    }
    return version;
  }

  private ByteOrder byteOrder() throws RefusedException {
    if (!archive.has(root + "byteorder")) {
      return ByteOrder.LITTLE_ENDIAN; // before PyTorch 2.0
    }
    String order = text("byteorder");
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new RefusedException(
              "the archive has byteorder "
                  + PickleText.excerpt(order)
                  + ", expected little or big");
    };
  }

  private String text(String name) throws RefusedException {
    if (archive.bytes(root + name) > MAX_TEXT_BYTES) {
      throw new RefusedException(root + name + " is too long");
    }
    return StandardCharsets.UTF_8.decode(archive.window(root + name)).toString();
  }
}
