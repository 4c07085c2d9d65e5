/**
 * Measuring detectors: the COCO figures as pycocotools computes them, to the last bit, and what the
 * figures do not tell: where the errors are.
 *
 * <p>{@link io.github.sparsercnn.core.evaluation.CocoGroundTruth} and {@link
 * io.github.sparsercnn.core.evaluation.CocoResults} hold the two files as columns, {@link
 * io.github.sparsercnn.core.evaluation.CocoEvaluator} turns them into a {@link
 * io.github.sparsercnn.core.evaluation.CocoReport}. Boxes are {@code xywh} in pixels of the
 * original image, as in the files. No native code.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.evaluation;
