package io.github.sparsercnn.examples.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Picture files that Spark's {@code binaryFile} source lists and reads, and those that it would not
 * hand to a task: it passes over empty files, and files that no array can hold fail the job.
 *
 * @param content paths and bytes; nothing is read yet
 * @param count how many there are
 */
record PictureFiles(Dataset<Row> content, long count) {
  /** As of the command line, in small and large letters. */
  private static final String NAMES =
      "*.{[jJ][pP][gG],[jJ][pP][eE][gG],[pP][nN][gG],[bB][mM][pP],[gG][iI][fF],[wW][eE][bB][pP],"
          + "[tT][iI][fF],[tT][iI][fF][fF]}";

  private static final String LENGTH = "length";

  private static final StructType SCHEMA =
      new StructType()
          .add(PictureRow.PATH, DataTypes.StringType, false)
          .add(PictureRow.CONTENT, DataTypes.BinaryType, true);

  /**
   * Lists the files, on the driver.
   *
   * @param inputs folders with everything below them, globs and files; a file in two of them counts
   *     once
   */
  static PictureFiles list(SparkSession session, List<String> inputs) {
    Dataset<Row> all =
        session
            .read()
            .format("binaryFile")
            .option("pathGlobFilter", NAMES)
            .option("recursiveFileLookup", true)
            .load(inputs.toArray(String[]::new));
    List<FileStatus> files = files(all);
    List<Row> passedOver = new ArrayList<>();
    for (FileStatus file : files) {
      if (file.getLen() == 0 || file.getLen() > Integer.MAX_VALUE) {
        byte @Nullable [] content = file.getLen() == 0 ? new byte[0] : null;
        passedOver.add(RowFactory.create(file.getPath().toString(), content));
      }
    }
    Dataset<Row> content =
        all.where(all.col(LENGTH).leq(Integer.MAX_VALUE))
            .select(PictureRow.PATH, PictureRow.CONTENT);
    return new PictureFiles(
        passedOver.isEmpty() ? content : content.union(session.createDataFrame(passedOver, SCHEMA)),
        files.size());
  }

  /** What Spark has listed already. */
  private static List<FileStatus> files(Dataset<Row> all) {
    LogicalRelation plan =
        (LogicalRelation)
            ((org.apache.spark.sql.classic.Dataset<Row>) all).queryExecution().analyzed();
    HadoopFsRelation relation = (HadoopFsRelation) plan.relation();
    return CollectionConverters.asJava(
        ((PartitioningAwareFileIndex) relation.location()).allFiles());
  }
}
