package io.github.sparsercnn.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.checkpoint.DType;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.HostTensors;
import io.github.sparsercnn.core.torch.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class CheckpointSourceTest {
  private static final String COUNTER = "num_batches_tracked";

  /** Has no neighbour among the floats. */
  private static final long MANY = (1L << 24) + 1;

  @Test
  void counters_keepEveryDigit() {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    StoredTensor counter = new StoredTensor(DType.I64, new long[0], bytes.putLong(0, MANY));
    try (TensorScope scope = TensorScope.open();
        Weights weights = weights(Map.of(COUNTER, counter))) {
      assertThat(HostTensors.toLongs(weights.counter(COUNTER))).containsExactly(MANY);
      assertThat(weights.buffers()).containsOnlyKeys(COUNTER);
    }
  }

  @Test
  void counters_thatAFileLacksBeginAtZero() {
    try (TensorScope scope = TensorScope.open();
        Weights weights = weights(Map.of())) {
      Tensor counter = weights.counter(COUNTER);
      assertThat(counter.scalar_type().intern()).isEqualTo(ScalarType.Long);
      assertThat(HostTensors.toLongs(counter)).containsExactly(0);
    }
  }

  @Test
  void weights_becomeSinglePrecision() {
    StoredTensor half = StoredTensor.of(new float[] {1, 2}, 2).to(DType.F16);
    try (TensorScope scope = TensorScope.open();
        Weights weights = weights(Map.of("weight", half))) {
      Tensor weight = weights.parameter("weight", 2);
      assertThat(weight.scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(HostTensors.toFloats(weight)).containsExactly(1, 2);
    }
  }

  private static Weights weights(Map<String, StoredTensor> tensors) {
    return new Weights(
        new CheckpointSource(tensors, new NeutralValues(0.01), new ComputeDevice("cpu")));
  }
}
