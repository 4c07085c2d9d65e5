package io.github.sparsercnn.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a score threshold from the command line. */
public final class ScoreThreshold implements ITypeConverter<Float> {
  /** For picocli. */
  public ScoreThreshold() {}

  @Override
  public Float convert(String value) {
    try {
      float threshold = Float.parseFloat(value);
      if (threshold >= 0 && threshold <= 1) {
        return threshold;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words as for numbers out of range.
    }
    throw new TypeConversionException("'" + value + "' is no score; give a number from 0 to 1");
  }
}
