package io.github.sparsercnn.core.checkpoint;

import static io.github.sparsercnn.core.checkpoint.HalfPrecision.BFLOAT16;
import static io.github.sparsercnn.core.checkpoint.HalfPrecision.IEEE_HALF;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HalfPrecisionTest {
  private static final int LARGEST_HALF = 0x7bff;

  @ParameterizedTest
  @EnumSource
  void encode_isTheInverseOfDecode(HalfPrecision format) {
    for (int pattern = 0; pattern < 1 << 16; pattern++) {
      float value = format.decode((short) pattern);
      if (!Float.isNaN(value)) {
        assertThat(format.encode(value)).as("0x%04x", pattern).isEqualTo((short) pattern);
      } else {
        assertThat(format.decode(format.encode(value))).isNaN();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0.0",
    "0x8000, -0.0",
    "0x0001, 0x1p-24",
    "0x03ff, 0x3ffp-24",
    "0x0400, 0x1p-14",
    "0x3c00, 1",
    "0xc000, -2",
    "0x3555, 0.333251953125",
    "0x7bff, 65504",
    "0x7c00, Infinity",
    "0xfc00, -Infinity",
    "0x7e00, NaN"
  })
  void decode_givesTheValuesOfTheStandard(String pattern, Float value) {
    assertThat(IEEE_HALF.decode(Integer.decode(pattern).shortValue())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "65519.99, 65504",
    "65520, Infinity",
    "1e300, Infinity",
    "-1e300, -Infinity",
    "83614, Infinity",
    "0x1p-25, 0", // a tie, to even
    "0x1.000001p-25, 0x1p-24",
    "0x1.8p-24, 0x1p-23",
    "0x3ff.8p-24, 0x1p-14", // rounds up into the normal numbers
    "0x1.002p0, 1", // a tie, to even
    "0x1.006p0, 0x1.008p0",
    "0x1.0020000000001p0, 0x1.004p0", // through float it would be a tie
    "4.9e-324, 0",
    "NaN, NaN"
  })
  void encode_roundsHalvesToNearestEven(double value, Float expected) {
    assertThat(IEEE_HALF.decode(IEEE_HALF.encode(value))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0x1.01p0, 1",
    "0x1.03p0, 0x1.04p0",
    "3.4e38, 0x1.00p128",
    "0x1.fep127, 0x1.fep127",
    "1e300, Infinity",
    "0x1p-134, 0",
    "0x1.8p-133, 0x1p-132",
    "-0x1p-133, -0x1p-133"
  })
  void encode_roundsBfloat16ToNearestEven(double value, float expected) {
    assertThat(BFLOAT16.decode(BFLOAT16.encode(value))).isEqualTo(expected);
  }

  @Property
  void encode_picksTheNearestHalf(@ForAll @DoubleRange(min = 0, max = 65504) double value) {
    int pattern = IEEE_HALF.encode(value);
    double error = Math.abs(IEEE_HALF.decode((short) pattern) - value);

    double above = IEEE_HALF.decode((short) Math.min(pattern + 1, LARGEST_HALF));
    double below = IEEE_HALF.decode((short) Math.max(pattern - 1, 0));
    assertThat(error).isLessThanOrEqualTo(Math.abs(above - value));
    assertThat(error).isLessThanOrEqualTo(Math.abs(below - value));
  }

  @Test
  void decode_keepsTheSignOfZero() {
    assertThat(1 / BFLOAT16.decode((short) 0x8000)).isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
