/**
 * What a training run leaves behind for people and plots: the lines of {@code metrics.json}, {@code
 * log.txt} and {@code config.yaml}, and TensorBoard's event files, in the form that detectron2
 * gives them.
 *
 * <p>Each writer is a {@link io.github.sparsercnn.TrainingListener} and knows nothing of the
 * others. Every line is on the disk when the call that told of it returns, so that a killed run has
 * lost nothing. A file that cannot be written ends training with an error that names it. No native
 * code; no writer is thread-safe.
 */
@org.jspecify.annotations.NullMarked
package io.github.sparsercnn.core.training.writer;
