/**
 * What the benchmarks measure of this project, each piece in a process of its own; the same pieces
 * exist in Python under {@code bench/twin}. Weights, pictures and costs come from formulas, so that
 * both sides compute the same and can be compared.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.bench.work;
