/**
 * Made-up problems of a stated size for the benchmarks: the same seed makes the same files
 * everywhere.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.bench.problem;
