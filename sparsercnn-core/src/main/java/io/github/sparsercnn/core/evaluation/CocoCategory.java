package io.github.sparsercnn.core.evaluation;

/**
 * A category of the ground truth.
 *
 * @param id its id
 * @param name its name; several categories may share one
 */
public record CocoCategory(long id, String name) {}
