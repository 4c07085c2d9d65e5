/**
 * What the figures do not tell: which errors cost how much, how sure the figures are, where to put
 * the threshold, and whether another detector is really better.
 *
 * <p>Everything starts from a {@link io.github.sparsercnn.core.evaluation.CocoMatching}. Random
 * numbers come from a seed, and no result depends on the number of threads.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.evaluation.analysis;
