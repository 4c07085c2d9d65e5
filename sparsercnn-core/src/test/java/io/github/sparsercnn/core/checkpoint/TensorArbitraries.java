package io.github.sparsercnn.core.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Small tensors of every type, scalars and empty ones among them. */
final class TensorArbitraries {
  private TensorArbitraries() {}

  static Arbitrary<StoredTensor> tensors() {
    Arbitrary<List<Integer>> shapes = Arbitraries.integers().between(0, 4).list().ofMaxSize(4);
    return Combinators.combine(Arbitraries.of(DType.class), shapes, Arbitraries.bytes())
        .as(TensorArbitraries::tensor);
  }

  private static StoredTensor tensor(DType dtype, List<Integer> sizes, byte filling) {
    long[] shape = sizes.stream().mapToLong(Integer::longValue).toArray();
    byte[] bytes = new byte[dtype.bytes() * sizes.stream().reduce(1, (a, b) -> a * b)];
    Arrays.fill(bytes, dtype == DType.BOOL ? (byte) (filling & 1) : filling);
    return new StoredTensor(dtype, shape, ByteBuffer.wrap(bytes));
  }
}
