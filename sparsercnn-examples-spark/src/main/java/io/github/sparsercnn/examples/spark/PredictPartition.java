package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.core.torch.ComputeThreads;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * What a task does: rows of {@link PictureRow} in, of {@link DetectionRows} out, one batch at a
 * time.
 *
 * @param spec the detector
 * @param batch pictures computed together
 * @param threshold scores must be strictly greater; below 0 to keep all
 * @param threads in which LibTorch computes, for each task
 * @param patience how many attempts of a task may fail because LibTorch did; after them the picture
 *     is to blame
 */
record PredictPartition(DetectorSpec spec, int batch, float threshold, int threads, int patience)
    implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Row> call(Iterator<Row> pictures) {
    Detector detector = SharedDetector.of(spec);
    ComputeThreads.use(threads);
    boolean blameMachine = TaskContext.get().attemptNumber() < patience;
    return new PredictedRows(pictures, detector, batch, threshold, blameMachine);
  }
}
