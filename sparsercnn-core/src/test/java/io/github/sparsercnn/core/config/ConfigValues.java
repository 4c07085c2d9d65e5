package io.github.sparsercnn.core.config;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random values such as configs hold. */
final class ConfigValues {
  private ConfigValues() {}

  /** Numbers, booleans, texts and lists of these, up to three deep. */
  static Arbitrary<Object> any() {
    return nested(2);
  }

  private static Arbitrary<Object> nested(int depth) {
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            Arbitraries.longs().asGeneric(),
            Arbitraries.doubles().asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.strings().ofMaxLength(20).asGeneric(),
            Arbitraries.of("True", "1e-4", "(1,)", "null", "~", "yes", "'", "- a", "#")
                .asGeneric());
    return depth == 0
        ? scalar
        : Arbitraries.oneOf(scalar, nested(depth - 1).list().ofMaxSize(4).asGeneric());
  }
}
