package io.github.sparsercnn.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTensorTest {
  @ParameterizedTest
  @CsvSource({
    "F64, 000000000000f83f000000000000f0bf, 1.5, -1",
    "F32, 0000c03f000080bf, 1.5, -1",
    "F16, 003e00bc, 1.5, -1",
    "BF16, c03f80bf, 1.5, -1",
    "I64, 0300000000000000ffffffffffffffff, 3, -1",
    "I32, 03000000ffffffff, 3, -1",
    "I16, 0300ffff, 3, -1",
    "I8, 03ff, 3, -1",
    "U8, 03ff, 3, 255",
    "BOOL, 0001, 0, 1"
  })
  void toFloats_knowsEveryType(DType dtype, String bytes, float first, float second) {
    ByteBuffer data = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));

    assertThat(new StoredTensor(dtype, new long[] {2}, data).toFloats())
        .containsExactly(first, second);
  }

  @Test
  void of_copiesItsValues() {
    float[] values = {1, 2, 3, 4, 5, 6};
    StoredTensor tensor = StoredTensor.of(values, 2, 3);
    values[0] = 9;

    assertThat(tensor).hasToString("F32[2, 3]");
    assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> StoredTensor.of(values, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("F32 tensor of shape [7] needs 28 bytes, got 24");
  }

  @Test
  void to_roundsAndKeepsTheShape() {
    StoredTensor tensor = StoredTensor.of(new float[] {1.0001f, -70000, Float.NaN, 0x1p-24f}, 2, 2);

    assertThat(tensor.to(DType.F16).toFloats())
        .containsExactly(1, Float.NEGATIVE_INFINITY, Float.NaN, 0x1p-24f);
    assertThat(tensor.to(DType.BF16).toFloats()).containsExactly(1, -70144, Float.NaN, 0x1p-24f);
    assertThat(tensor.to(DType.F64)).hasToString("F64[2, 2]");
    assertThat(tensor.to(DType.F64).to(DType.F32).toFloats()).containsExactly(tensor.toFloats());
    assertThat(tensor.to(DType.F32)).isSameAs(tensor);
  }

  @Test
  void to_takesIntegersScalarsAndEmptyTensors() {
    ByteBuffer seven = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(7).flip();

    StoredTensor scalar = new StoredTensor(DType.I64, new long[0], seven).to(DType.F16);
    assertThat(scalar).hasToString("F16[]");
    assertThat(scalar.toFloats()).containsExactly(7);
    StoredTensor empty = StoredTensor.of(new float[0], 0, 4).to(DType.F16);
    assertThat(empty).hasToString("F16[0, 4]");
    assertThat(empty.toFloats()).isEmpty();
  }

  @Test
  void to_refusesIntegersAsTarget() {
    assertThatThrownBy(() -> StoredTensor.of(new float[1], 1).to(DType.I32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot convert F32[1] to I32");
  }
}
