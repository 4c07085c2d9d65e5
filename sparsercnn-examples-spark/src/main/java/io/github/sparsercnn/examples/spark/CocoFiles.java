package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The two files of a {@link CocoExport}.
 *
 * @param results where the results go, for example {@code found.json}
 */
record CocoFiles(String results) {
  private static final String JSON = ".json";

  /** Where images and categories go: beside the results, for example {@code found-images.json}. */
  String images() {
    String stem =
        results.endsWith(JSON) ? results.substring(0, results.length() - JSON.length()) : results;
    return stem + "-images" + JSON;
  }

  /**
   * Writes both; whoever opens a file finds it whole.
   *
   * @param rows of {@link DetectionRows#SCHEMA}
   * @param ids the ids that the files get
   * @param hadoop knows the file systems
   * @return how many pictures were left out
   * @throws io.github.sparsercnn.SparseRcnnException if a file cannot be written
   */
  long write(Dataset<Row> rows, ImageIds ids, Configuration hadoop) throws IOException {
    long[] left = new long[1];
    replace(
        results,
        hadoop,
        first ->
            replace(
                images(), hadoop, second -> left[0] = CocoExport.write(rows, ids, first, second)));
    return left[0];
  }

  /** Hadoop would put a file of checksums beside one on the local disk. */
  private static void replace(String file, Configuration hadoop, AtomicFile.Content content)
      throws IOException {
    Path path = new Path(file);
    FileSystem system = path.getFileSystem(hadoop);
    URI uri = system.makeQualified(path).toUri();
    if ("file".equals(uri.getScheme())) {
      AtomicFile.write(java.nio.file.Path.of(uri.getPath()), content);
      return;
    }
    Path partial = path.suffix(".partial");
    try (OutputStream stream = system.create(partial, true)) {
      content.writeTo(stream);
    }
    system.delete(path, false);
    if (!system.rename(partial, path)) {
      throw new IOException(partial + " could not be renamed to " + path.getName());
    }
  }
}
