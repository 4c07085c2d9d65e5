package io.github.sparsercnn.examples.spark;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * Weights that every executor can open.
 *
 * @param location a name among the files that Spark hands out, or what a detector itself downloads
 * @param handedOut whether Spark hands them out
 */
record SentWeights(String location, boolean handedOut) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What detectors download by themselves, into a cache of each machine. */
  private static final Pattern DOWNLOADED = Pattern.compile("(https?|detectron2)://.*");

  /**
   * Makes weights known to all executors, also to those that join later. A file must stay until the
   * job has ended.
   *
   * @param location a file of the driver, a URI of a file system that Spark knows, or what a
   *     detector downloads itself
   */
  static SentWeights send(SparkContext context, String location) {
    if (DOWNLOADED.matcher(location).matches()) {
      return new SentWeights(location, false);
    }
    context.addFile(location);
    return new SentWeights(new Path(location).getName(), true);
  }

  /** Where they are on this machine, as a detector wants it. */
  String here() {
    return handedOut ? SparkFiles.get(location) : location;
  }
}
