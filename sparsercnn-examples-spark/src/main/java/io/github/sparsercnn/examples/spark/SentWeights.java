package io.github.sparsercnn.examples.spark;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.SparkSession;

/**
 * Weights that every executor can open.
 *
 * @param location a file that Spark hands out under its name, or what a detector itself downloads
 * @param handedOut whether Spark hands them out
 */
record SentWeights(String location, boolean handedOut) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String FILES = "spark.files";

  /** What detectors download by themselves, into a cache of each machine. */
  private static final Pattern DOWNLOADED = Pattern.compile("(https?|detectron2)://.*");

  /**
   * Decides how weights travel. A file must stay until the job has ended.
   *
   * @param location a file of the driver, a URI of a file system that Spark knows, or what a
   *     detector downloads itself
   */
  static SentWeights of(String location) {
    return new SentWeights(location, !DOWNLOADED.matcher(location).matches());
  }

  /**
   * Starts a session that hands them out to all executors, also to those that join later. Files
   * that are added to a running session need not reach the tasks of its queries.
   *
   * @param name what Spark calls the application
   * @return the session, stopped by the caller
   */
  SparkSession startSession(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    if (handedOut) {
      String others = new SparkConf().get(FILES, "");
      builder.config(FILES, others.isEmpty() ? location : others + "," + location);
    }
    return builder.getOrCreate();
  }

  /** Where they are on this machine, as a detector wants it. */
  String here() {
    return handedOut ? SparkFiles.get(new Path(location).getName()) : location;
  }
}
