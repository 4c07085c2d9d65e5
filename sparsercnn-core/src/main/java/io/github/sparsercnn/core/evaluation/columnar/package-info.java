/** Columns of primitive numbers, and how they are sorted, looked up and summed; not exported. */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.evaluation.columnar;
