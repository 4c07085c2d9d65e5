package io.github.sparsercnn.core.evaluation.report;

import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * An evaluation as one HTML file that a person likes to read.
 *
 * <p>The file holds everything, small copies of pictures included, and forbids itself the network.
 * The same contents on the same Java give the same bytes.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the report, or replaces one that is there. Missing folders are made.
   *
   * @param file where to, for example {@code report.html}
   * @param contents what to tell
   * @throws io.github.sparsercnn.SparseRcnnException if it cannot be written
   */
  public static void write(Path file, ReportContents contents) {
    byte[] page = page(contents).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(page));
  }

  /**
   * The page: HTML that is well-formed XML, too.
   *
   * @param contents what to tell
   * @return the whole document
   */
  public static String page(ReportContents contents) {
    return new ReportPage(new Findings(contents)).document();
  }
}
