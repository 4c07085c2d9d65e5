/**
 * Benchmarks: each is a verb under {@code sparsercnn bench} that measures this project and, where
 * Python is present, its counterparts, by turns, on the same machine in the same run.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.bench;
