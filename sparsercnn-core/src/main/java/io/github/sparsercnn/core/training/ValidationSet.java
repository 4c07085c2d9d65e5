package io.github.sparsercnn.core.training;

import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.evaluation.CocoGroundTruth;

/**
 * Pictures to measure on. Immutable.
 *
 * @param dataset the pictures
 * @param groundTruth what is in them, under the same ids
 */
public record ValidationSet(Dataset dataset, CocoGroundTruth groundTruth) {}
