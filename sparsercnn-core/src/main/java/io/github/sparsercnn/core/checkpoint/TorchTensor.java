package io.github.sparsercnn.core.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * A tensor as torch pickles it: a view of a storage.
 *
 * @param dtype its elements, or null for those of the storage
 * @param offset its first element in the storage
 * @param sizes its shape
 * @param strides how far apart its elements are, in elements
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TorchTensor(
    TorchStorage storage, @Nullable DType dtype, long offset, long[] sizes, long[] strides)
    implements PickleGlobal.PendingTensor {
  @Override
  public StoredTensor toStoredTensor(MemoryBudget budget) throws RefusedException {
    return storage.view(dtype, offset, sizes, strides).toStoredTensor(budget);
  }
}
