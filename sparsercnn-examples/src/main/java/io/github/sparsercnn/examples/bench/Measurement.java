package io.github.sparsercnn.examples.bench;

import java.util.OptionalLong;

/**
 * What one run of a program took.
 *
 * @param millis wall time in milliseconds
 * @param peakBytes the most memory that its process held at a time, if that can be told
 */
record Measurement(double millis, OptionalLong peakBytes) {}
