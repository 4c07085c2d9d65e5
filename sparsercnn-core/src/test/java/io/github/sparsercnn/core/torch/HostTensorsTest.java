package io.github.sparsercnn.core.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparsercnn.core.checkpoint.DType;
import io.github.sparsercnn.core.checkpoint.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class HostTensorsTest {
  private static ByteBuffer floats(int start, ByteBuffer memory) {
    memory.order(ByteOrder.LITTLE_ENDIAN).position(start);
    return memory.slice().order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).flip();
  }

  @Test
  void of_copiesWhateverMemoryTheBytesLieIn() {
    try (TensorScope scope = TensorScope.open()) {
      ByteBuffer memory = ByteBuffer.allocateDirect(64);
      int odd = memory.alignmentOffset(0, Float.BYTES) + 1;
      for (ByteBuffer data :
          new ByteBuffer[] {
            floats(4, memory),
            floats(odd, ByteBuffer.allocateDirect(64)),
            floats(4, ByteBuffer.allocate(64))
          }) {
        Tensor copy = HostTensors.of(new StoredTensor(DType.F32, new long[] {2}, data));
        assertThat(HostTensors.toFloats(copy)).containsExactly(1.5f, -2);
      }
      Tensor copy = HostTensors.of(new StoredTensor(DType.F32, new long[] {2}, floats(4, memory)));
      memory.putFloat(8, 9);
      assertThat(HostTensors.toFloats(copy)).containsExactly(1.5f, -2);
    }
  }
}
