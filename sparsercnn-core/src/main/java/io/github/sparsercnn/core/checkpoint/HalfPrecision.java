package io.github.sparsercnn.core.checkpoint;

/**
 * The two 16-bit floating-point formats as bit patterns: IEEE half and bfloat16. Java 17 knows
 * neither. Rounding is to nearest, ties to even; beyond the largest finite number it gives
 * infinity, as in IEEE 754 and PyTorch.
 */
enum HalfPrecision {
  /** Five bits of exponent, ten of mantissa: up to 65504. */
  IEEE_HALF(5, 10),
  /** Eight bits of exponent, seven of mantissa: the range of a float. */
  BFLOAT16(8, 7);

  private static final int FLOAT_MANTISSA_BITS = 23;
  private static final int DOUBLE_MANTISSA_BITS = 52;
  private static final int SIGN = 0x8000;

  private final int mantissaBits;
  private final int infinity;
  private final int bias;

  /** The smallest positive number that keeps all bits of the mantissa. */
  private final double smallestNormal;

  /** What the last bit is worth below {@link #smallestNormal}. */
  private final double subnormalStep;

  HalfPrecision(int exponentBits, int mantissaBits) {
    this.mantissaBits = mantissaBits;
    this.infinity = ((1 << exponentBits) - 1) << mantissaBits;
    this.bias = (1 << (exponentBits - 1)) - 1;
    this.smallestNormal = Math.scalb(1.0, 1 - bias);
    this.subnormalStep = Math.scalb(1.0, 1 - bias - mantissaBits);
  }

  /** The nearest bit pattern; a NaN gives a quiet NaN. */
  short encode(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? SIGN : 0;
    double magnitude = Math.abs(value);
    if (Double.isNaN(value)) {
      return (short) (sign | infinity | 1 << (mantissaBits - 1));
    }
    if (magnitude < smallestNormal) {
      return (short) (sign | (int) Math.rint(magnitude / subnormalStep)); // exact division
    }
    int dropped = DOUBLE_MANTISSA_BITS - mantissaBits;
    long bits = Double.doubleToRawLongBits(magnitude);
    long lastKept = bits >>> dropped & 1;
    long rounded = (bits + (1L << (dropped - 1)) - 1 + lastKept) >>> dropped;
    long rebiased = rounded - ((long) (Double.MAX_EXPONENT - bias) << mantissaBits);
    return (short) (sign | (int) Math.min(rebiased, infinity));
  }

  /** The value of a bit pattern, exact; a NaN keeps its payload. */
  float decode(short pattern) {
    int magnitude = pattern & ~SIGN & 0xffff;
    int sign = (pattern & SIGN) << 16;
    int widening = FLOAT_MANTISSA_BITS - mantissaBits;
    if (magnitude >= infinity) {
      int payload = (magnitude - infinity) << widening;
      return Float.intBitsToFloat(
          sign | Float.floatToRawIntBits(Float.POSITIVE_INFINITY) | payload);
    }
    if (magnitude < 1 << mantissaBits) {
      return Float.intBitsToFloat(
          sign | Float.floatToRawIntBits((float) (magnitude * subnormalStep)));
    }
    int rebiased = magnitude + ((Float.MAX_EXPONENT - bias) << mantissaBits);
    return Float.intBitsToFloat(sign | rebiased << widening);
  }
}
