package io.github.sparsercnn.core.evaluation.crowdhuman;

/**
 * CrowdHuman's figures, fractions from 0 to 1. All three are -1 if there is nobody to find.
 *
 * @param ap average precision at IoU 0.5, by trapezoids
 * @param mmr log-average miss rate over nine rates of false positives per image from 0.01 to 1;
 *     lower is better
 * @param recall the share of people found by all detections together
 */
public record CrowdHumanReport(double ap, double mmr, double recall) {}
