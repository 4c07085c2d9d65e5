package io.github.sparsercnn.examples.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The folder that rows are written to, each partition exactly once.
 *
 * @param folder a path or URI
 * @param format of the files in it
 * @param overwrite whether what is there gives way
 */
record DetectionOutput(String folder, OutputFormat format, boolean overwrite) {
  /**
   * With 1, a task's files become visible when the job has ended: an attempt that was given up
   * leaves nothing. With 2, files of a killed attempt may stay.
   */
  private static final String COMMIT_ALGORITHM = "mapreduce.fileoutputcommitter.algorithm.version";

  /**
   * Refuses to write where something is.
   *
   * @throws SparseRcnnException if the folder is there and may not be overwritten
   * @throws IOException if its file system cannot be asked
   */
  void requireFree(SparkSession session) throws IOException {
    Path path = new Path(folder);
    boolean there = path.getFileSystem(session.sparkContext().hadoopConfiguration()).exists(path);
    if (there && !overwrite) {
      throw new SparseRcnnException(
          folder + ": is there already; choose another --output, or add --overwrite");
    }
  }

  /** Computes the rows and writes them. */
  void write(Dataset<Row> rows) {
    rows.write()
        .format(format.sparkName())
        .option(COMMIT_ALGORITHM, 1)
        .mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
        .save(folder);
  }

  /** The rows that were written. */
  Dataset<Row> read(SparkSession session) {
    return session.read().format(format.sparkName()).schema(DetectionRows.SCHEMA).load(folder);
  }

  /** Counts what was written. */
  Tally tally(SparkSession session) {
    Row counted =
        read(session)
            .agg(
                count(lit(1)),
                count(col(DetectionRows.ERROR)),
                coalesce(sum(size(col(DetectionRows.DETECTIONS))), lit(0L)))
            .first();
    return new Tally(counted.getLong(0), counted.getLong(1), counted.getLong(2));
  }
}
