package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.SparseRcnnException;
import java.util.Locale;

/**
 * What a job has written.
 *
 * @param pictures rows in all
 * @param errors rows of pictures that could not be looked at
 * @param detections in all other rows
 */
record Tally(long pictures, long errors, long detections) {
  /**
   * Refuses a job that lost or doubled a picture.
   *
   * @param expected how many pictures there were
   * @throws SparseRcnnException if there are not as many rows
   */
  void require(long expected) {
    if (pictures != expected) {
      throw new SparseRcnnException(
          String.format(
              Locale.ROOT,
              "%,d pictures were found and %,d rows were written; the input changed meanwhile, or"
                  + " the output's file system lists files late: run the job again",
              expected,
              pictures));
    }
  }

  /** Returns for example {@code 1,000 pictures, 12,345 detections, 3 errors}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d pictures, %,d detections, %,d errors", pictures, detections, errors);
  }
}
