package io.github.sparsercnn.core.checkpoint;

import io.github.sparsercnn.core.checkpoint.PickleGlobal.StorageType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one or more torch tensors are views of. Its bytes may come later than the tensors
 * do.
 */
final class TorchStorage {
  private static final int KIND = 0;
  private static final int TYPE = 1;
  private static final int KEY = 2;
  private static final int NUMEL = 4;
  private static final int VIEW = 5;

  private final String key;
  private final StorageType type;
  private final long numel;
  private @Nullable ByteBuffer bytes;
  private @Nullable FileRegion region;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  private TorchStorage(String key, StorageType type, long numel) {
    this.key = key;
    this.type = type;
    this.numel = numel;
  }

  /**
   * The storage of a persistent id, which is {@code ('storage', type, key, device, numel)}; in
   * files before PyTorch 1.6 one more item could tell of a view. The device is ignored.
   *
   * @param items how many items the id has in this format
   */
  static TorchStorage of(@Nullable Object id, int items) throws RefusedException {
    if (!(id instanceof PickleTuple tuple
        && tuple.size() == items
        && "storage".equals(tuple.get(KIND)))) {
      throw new RefusedException(
          "refuses a persistent id that is not ('storage', type, key, device, numel)",
          "torch.save the plain state_dict");
    }
    if (items > VIEW && tuple.get(VIEW) != null) {
      throw new RefusedException(
          "has a view of a storage, as PyTorch wrote before 0.4",
          "load and save it with a newer one");
    }
    StorageType type = tuple.get(TYPE, StorageType.class, "a storage type");
    long numel = tuple.integer(NUMEL);
    if (numel < 0 || numel > Long.MAX_VALUE / type.itemBytes()) {
      throw new RefusedException("a storage has " + numel + " elements");
    }
    return new TorchStorage(tuple.string(KEY), type, numel);
  }

  String key() {
    return key;
  }

  long byteLength() {
    return numel * type.itemBytes();
  }

  boolean isFilled() {
    return bytes != null;
  }

  /** Checks that a second persistent id with the same key means the same. */
  void requireSame(TorchStorage other) throws RefusedException {
    if (!type.equals(other.type) || numel != other.numel) {
      throw new RefusedException(
          "storage "
              + PickleText.excerpt(key)
              + " is at once "
              + numel
              + " elements of "
              + type.name()
              + " and "
              + other.numel
              + " of "
              + other.type.name());
    }
  }

  /**
   * Gives the storage its bytes.
   *
   * @param window these bytes
   * @param inFile the same bytes
   * @param byteOrder of the elements
   * @throws RefusedException if they are more or fewer than it says
   */
  void fill(ByteBuffer window, FileRegion inFile, ByteOrder byteOrder) throws RefusedException {
    requireBytes(window.remaining());
    bytes = window;
    region = inFile;
    order = byteOrder;
  }

  /** Checks the number of bytes that the file has for this storage. */
  void requireBytes(long found) throws RefusedException {
    if (found != byteLength()) {
      throw mismatch(found + " bytes");
    }
  }

  /** Checks the number of elements that the file has for this storage. */
  void requireNumel(long found) throws RefusedException {
    if (found != numel) {
      throw mismatch(found + " elements");
    }
  }

  private RefusedException mismatch(String found) {
    return new RefusedException(
        "storage "
            + PickleText.excerpt(key)
            + " should have "
            + numel
            + " elements of "
            + type.name()
            + " ("
            + byteLength()
            + " bytes), but the file has "
            + found);
  }

  /**
   * A view of this storage.
   *
   * @param dtype the elements; needed for an untyped storage, else it must be the storage's own
   */
  StridedView view(@Nullable DType dtype, long offset, long[] sizes, long[] strides)
      throws RefusedException {
    DType elements = type.dtype() == null ? dtype : type.dtype();
    if (elements == null || (dtype != null && dtype != elements)) {
      throw new RefusedException(
          "a tensor of " + dtype + " is a view of a storage of " + type.name());
    }
    if (bytes == null) {
      throw new RefusedException("the file has no data for storage " + PickleText.excerpt(key));
    }
    return new StridedView(bytes, order, elements, offset, sizes, strides, region);
  }
}
