package io.github.sparsercnn.examples.bench.work;

import java.util.Map;

/** A piece of work that is done again and again. It gets ready when it is made. */
public interface Job extends AutoCloseable {
  /** Does it once; this is what is measured. */
  void run();

  /**
   * What the last run found, to compare with the other side.
   *
   * @return a few numbers
   */
  double[] figures();

  /**
   * What else there is to say of the runs so far.
   *
   * @return numbers by key
   */
  default Map<String, Double> facts() {
    return Map.of();
  }

  @Override
  default void close() {}

  /**
   * Makes the job of a spec.
   *
   * @param spec names it and says how large it is
   * @return the job
   * @throws io.github.sparsercnn.ConfigException if this version cannot do that
   * @throws IllegalArgumentException if there is no such job
   */
  static Job of(JobSpec spec) {
    return switch (spec.text("job")) {
      case "predict" -> new PredictJob(spec);
      case "train" -> new TrainJob(spec);
      case "backbone" -> new BackboneJob(spec);
      case "network" -> new NetworkJob(spec);
      case "matcher" -> new MatcherJob(spec);
      case "resize" -> new ResizeJob(spec);
      default -> throw new IllegalArgumentException("there is no job " + spec.text("job"));
    };
  }
}
