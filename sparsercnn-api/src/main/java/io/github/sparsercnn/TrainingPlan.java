package io.github.sparsercnn;

import java.nio.file.Path;

/**
 * What a training run is about to do. Immutable.
 *
 * @param output the folder that the run writes to
 * @param config the configuration in force, as detectron2 yaml
 * @param firstIteration where it begins: 0, or behind the checkpoint that it resumes
 * @param maxIterations {@code SOLVER.MAX_ITER}: iterations run from {@code firstIteration} to one
 *     below this
 * @param imagesPerIteration {@code SOLVER.IMS_PER_BATCH}, over all processes
 * @param images in the training data
 */
public record TrainingPlan(
    Path output,
    String config,
    long firstIteration,
    long maxIterations,
    int imagesPerIteration,
    int images) {
  /**
   * How often every image was seen, on average, after some iterations.
   *
   * @param iterations how many, counted from the first of the whole training
   * @return the number of epochs
   */
  public double epochs(long iterations) {
    return (double) iterations * imagesPerIteration / images;
  }
}
