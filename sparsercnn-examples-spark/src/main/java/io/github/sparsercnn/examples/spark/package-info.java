/**
 * Detection in the pictures of a cluster: a Spark job with one detector per executor, see {@code
 * docs/spark.md}.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.examples.spark;
