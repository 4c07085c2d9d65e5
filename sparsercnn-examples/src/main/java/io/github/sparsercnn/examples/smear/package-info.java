/**
 * Blood smears drawn by arithmetic: pictures for the demonstration, the tests and the benchmarks
 * that come with exact labels and with nobody's rights attached.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.smear;
