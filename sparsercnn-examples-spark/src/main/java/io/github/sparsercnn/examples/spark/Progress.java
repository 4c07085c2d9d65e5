package io.github.sparsercnn.examples.spark;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Says how many pictures are done, in a line for every percent at most. A partition counts once its
 * rows are committed, and only once. Spark calls it from a single thread.
 */
final class Progress extends SparkListener {
  private static final int PERCENT = 100;

  private final long total;
  private final PrintWriter out;
  private final Set<Integer> partitions = new HashSet<>();
  private long done;
  private long percent;

  /**
   * @param total the number of pictures
   * @param out where the lines go
   */
  Progress(long total, PrintWriter out) {
    this.total = total;
    this.out = out;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      committed(end.taskInfo().partitionId(), end.taskMetrics().outputMetrics().recordsWritten());
    }
  }

  /** A partition was written; stages before the last one write none. */
  void committed(int partition, long rows) {
    if (rows == 0 || !partitions.add(partition)) {
      return;
    }
    done += rows;
    long reached = done * PERCENT / total;
    if (reached > percent) {
      percent = reached;
      out.printf(Locale.ROOT, "%,d of %,d pictures, %d %%%n", done, total, percent);
      out.flush();
    }
  }
}
