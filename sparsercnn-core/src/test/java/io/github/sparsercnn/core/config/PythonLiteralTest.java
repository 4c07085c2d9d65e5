package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
  static Stream<Arguments> literals() {
    return Stream.of(
        Arguments.of("(210000, 250000)", List.of(210000L, 250000L)),
        Arguments.of("(37500,)", List.of(37500L)),
        Arguments.of("(37500)", 37500L),
        Arguments.of("()", List.of()),
        Arguments.of("[1, 2,]", List.of(1L, 2L)),
        Arguments.of("1, 2", List.of(1L, 2L)),
        Arguments.of("1,", List.of(1L)),
        Arguments.of("(\"CrowdHuman_train\",)", List.of("CrowdHuman_train")),
        Arguments.of("('a' 'b', \"it's\")", List.of("ab", "it's")),
        Arguments.of("([96, 10000], [0, 96])", List.of(List.of(96L, 10000L), List.of(0L, 96L))),
        Arguments.of("  7 ", 7L),
        Arguments.of("-1", -1L),
        Arguments.of("- 1", -1L),
        Arguments.of("+1.5", 1.5),
        Arguments.of("1_000", 1000L),
        Arguments.of("00", 0L),
        Arguments.of("0x1F", 31L),
        Arguments.of("0b101", 5L),
        Arguments.of("0o17", 15L),
        Arguments.of("1e-4", 1e-4),
        Arguments.of("2.5E5", 2.5e5),
        Arguments.of("1.", 1.0),
        Arguments.of(".5", 0.5),
        Arguments.of("1e999", Double.POSITIVE_INFINITY),
        Arguments.of("True", true),
        Arguments.of("False", false),
        Arguments.of("None", null),
        Arguments.of("'80'", "80"),
        Arguments.of("'\\x41\\u00e9\\n\\101\\q'", "Aé\nA\\q"),
        Arguments.of("''", ""));
  }

  @ParameterizedTest
  @MethodSource("literals")
  void evaluate_readsPythonLiterals(String text, Object expected) {
    assertThat(PythonLiteral.evaluate(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "relu",
        "true",
        "none",
        "./output",
        "detectron2://ImageNetPretrained/torchvision/R-50.pkl",
        "(1, 2",
        "1)",
        "(,)",
        "(1 2)",
        "[1, 2)",
        "012",
        "1__0",
        "1_",
        "1e",
        "--1",
        "1+2",
        "-True",
        "1 2",
        "'open",
        "'a' b",
        "nan",
        "inf",
        "{'a': 1}",
        "9223372036854775808",
        "'\\N{DASH}'",
        "'\\x4'",
        "__import__('os')"
      })
  void evaluate_leavesOtherTextAlone(String text) {
    assertThat(PythonLiteral.evaluate(text)).isEqualTo(text);
  }

  @Test
  void evaluate_boundsDepthAndLength() {
    String deep = "(".repeat(100_000) + ")".repeat(100_000);
    assertThat(PythonLiteral.evaluate(deep)).isEqualTo(deep);
    String digits = "1".repeat(1_000_000);
    assertThat(PythonLiteral.evaluate(digits)).isEqualTo(digits);
  }

  @Property
  void write_isReadBack(@ForAll("values") Object value) {
    assertThat(PythonLiteral.evaluate(PythonLiteralWriter.write(value))).isEqualTo(value);
  }

  @Property
  void quoteIfNeeded_isReadBackAsTheSameText(@ForAll String text) {
    assertThat(PythonLiteral.evaluate(PythonLiteralWriter.quoteIfNeeded(text))).isEqualTo(text);
  }

  @Property
  void evaluate_neverFails(@ForAll("noise") String text) {
    assertThat(ValueType.of(PythonLiteral.evaluate(text))).isNotNull();
  }

  @Provide
  Arbitrary<Object> values() {
    return ConfigValues.any();
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("()[]',\"\\ +-.0189eExX_aTrueFlsNon\n").ofMaxLength(30);
  }
}
