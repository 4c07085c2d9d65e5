package io.github.sparsercnn.core.training.writer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All expectations were printed by Python. */
class PythonFormatTest {
  @ParameterizedTest
  @CsvSource({
    "82.1234, 82.12, 82.123",
    "4.99995, 5, 5",
    "0.00012345, 0.0001234, 0.00012345",
    "1.2345e-05, 1.234e-05, 1.2345e-05",
    "123456, 1.235e+05, 1.2346e+05",
    "99999.5, 1e+05, 1e+05",
    "9999.5, 1e+04, 9999.5",
    "1e10, 1e+10, 1e+10",
    "-4e-05, -4e-05, -4e-05",
    "0.5, 0.5, 0.5",
    "100, 100, 100",
    "2.4975e-07, 2.498e-07, 2.4975e-07",
    "0.30000000000000004, 0.3, 0.3",
    "1e100, 1e+100, 1e+100",
    "4.9E-324, 4.941e-324, 4.9407e-324",
    "0, 0, 0",
    "NaN, nan, nan",
    "Infinity, inf, inf",
    "-Infinity, -inf, -inf"
  })
  void general_isPythonsFormatG(double value, String four, String five) {
    assertThat(PythonFormat.general(value, 4)).isEqualTo(four);
    assertThat(PythonFormat.general(value, 5)).isEqualTo(five);
  }

  @ParameterizedTest
  @CsvSource({
    "82.1234, 82.1234",
    "0.00012345, 0.0001",
    "0.00005, 0.0001",
    "2.5e-05, 0.0000",
    "123456, 123456.0000",
    "NaN, nan"
  })
  void fixed_isPythonsFormatF(double value, String expected) {
    assertThat(PythonFormat.fixed(value, 4)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 0:00:00",
        "59.9; 0:00:59",
        "3600; 1:00:00",
        "86399; 23:59:59",
        "86400; 1 day, 0:00:00",
        "90061; 1 day, 1:01:01",
        "172805; 2 days, 0:00:05"
      })
  void duration_isPythonsTimedelta(double seconds, String expected) {
    assertThat(PythonFormat.duration(seconds)).isEqualTo(expected);
  }

  @Test
  void negativeZero_keepsItsSign() {
    assertThat(PythonFormat.general(-0.0, 4)).isEqualTo("-0");
  }
}
