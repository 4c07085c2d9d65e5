/**
 * CrowdHuman's measure: average precision, log-average miss rate and recall, as the official tool
 * computes them, and its {@code odgt} files.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.evaluation.crowdhuman;
