/** Benchmarks: how long our side takes. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.bench;
