package io.github.sparsercnn.examples.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.github.sparsercnn.DatasetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The pictures to look at, from files and from Parquet.
 *
 * @param pictures rows of {@link PictureRow#SCHEMA}; nothing is read yet
 * @param count how many there are
 */
record PictureSource(Dataset<Row> pictures, long count) {
  private static final Pattern PARQUET = Pattern.compile(".*\\.parquet(/\\*?)?");

  /** So much work is lost when an executor dies, and so many rows go into a file. */
  private static final int PICTURES_PER_PARTITION = 256;

  /** Several a core, so that all cores end at about the same time. */
  private static final int PARTITIONS_PER_CORE = 4;

  /** Fewer are not worth a task. */
  private static final int FEWEST_PER_PARTITION = 8;

  /**
   * Finds the pictures.
   *
   * @param inputs folders with everything below them, globs, files, and Parquet, whose names end
   *     with {@code .parquet}
   * @param partitions how many; null for as many as suit the pictures
   * @throws DatasetException if there are no pictures, or a Parquet lacks a column
   */
  static PictureSource find(
      SparkSession session, List<String> inputs, @Nullable Integer partitions) {
    List<String> parquet = inputs.stream().filter(PictureSource::isParquet).toList();
    List<String> files = inputs.stream().filter(input -> !isParquet(input)).toList();
    List<Dataset<Row>> all = new ArrayList<>();
    long count = 0;
    if (!files.isEmpty()) {
      PictureFiles found = PictureFiles.list(session, files);
      count += found.count();
      all.add(columns(found.content(), hashOfPath()));
    }
    for (String input : parquet) {
      Dataset<Row> found = session.read().parquet(input);
      requireColumns(found, input);
      count += found.count();
      all.add(columns(found, idOf(found)));
    }
    if (count == 0) {
      throw new DatasetException(
          "no pictures (jpg, png, bmp, gif, webp, tif) in " + String.join(", ", inputs));
    }
    int parts = partitions != null ? partitions : suitable(count, cores(session));
    packFiles(session, parts);
    Dataset<Row> pictures = all.stream().reduce(Dataset::union).orElseThrow();
    boolean spread = partitions != null && !parquet.isEmpty();
    return new PictureSource(
        spread ? pictures.repartition(parts, col(PictureRow.IMAGE_ID)) : pictures, count);
  }

  private static boolean isParquet(String input) {
    return PARQUET.matcher(input).matches();
  }

  private static void requireColumns(Dataset<Row> found, String input) {
    List<String> columns = Arrays.asList(found.columns());
    if (!columns.containsAll(List.of(PictureRow.PATH, PictureRow.CONTENT))) {
      throw new DatasetException(
          input
              + ": has the columns "
              + String.join(", ", columns)
              + "; pictures in Parquet need path (text) and content (the bytes of the file)");
    }
  }

  private static Dataset<Row> columns(Dataset<Row> found, Column id) {
    return found.select(
        id.cast("long").as(PictureRow.IMAGE_ID),
        col(PictureRow.PATH).cast("string"),
        col(PictureRow.CONTENT).cast("binary"));
  }

  private static Column idOf(Dataset<Row> found) {
    boolean given = Arrays.asList(found.columns()).contains(PictureRow.IMAGE_ID);
    return given ? col(PictureRow.IMAGE_ID) : hashOfPath();
  }

  /**
   * The same in every attempt and in every job, also when pictures were added since. 63 bits: among
   * ten million pictures two share one with a chance of 1 to 200,000.
   */
  private static Column hashOfPath() {
    return xxhash64(col(PictureRow.PATH)).bitwiseAND(Long.MAX_VALUE);
  }

  private static int cores(SparkSession session) {
    return session.sparkContext().defaultParallelism();
  }

  /**
   * How many partitions suit so many pictures and cores: in the last round, too, all cores work.
   */
  static int suitable(long count, int cores) {
    long bySize = ceilDivide(count, PICTURES_PER_PARTITION);
    long byCores =
        Math.min((long) PARTITIONS_PER_CORE * cores, ceilDivide(count, FEWEST_PER_PARTITION));
    long rounds = ceilDivide(Math.max(bySize, byCores), cores);
    return Math.toIntExact(Math.min(rounds * cores, count));
  }

  private static long ceilDivide(long a, long b) {
    return (a + b - 1) / b;
  }

  /** Spark plans by bytes, and reading is cheap here: let the number alone count. */
  private static void packFiles(SparkSession session, int partitions) {
    session.conf().set("spark.sql.files.minPartitionNum", partitions);
    session.conf().set("spark.sql.files.maxPartitionBytes", Long.MAX_VALUE);
  }
}
