package io.github.sparsercnn.core.training.writer;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.core.checkpoint.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file {@code metrics.json}: a JSON object a line, as detectron2 and this library write it. */
public final class MetricsJson {
  /** Its name in the output folder. */
  public static final String FILE_NAME = "metrics.json";

  private MetricsJson() {}

  /**
   * Reads a file. Lines that are no JSON objects with an iteration are skipped; numbers that are
   * not finite are left out.
   *
   * @param file of this library or of detectron2
   * @return what the lines say, in their order
   * @throws SparseRcnnException if it cannot be read
   */
  public static List<Scalars> read(Path file) {
    return lines(file).stream().map(ScalarsJson::read).flatMap(Optional::stream).toList();
  }

  /**
   * Takes away the lines of iterations that will be run again, and what is no line at all.
   *
   * @param file may be missing
   * @param firstIteration of the run that is about to begin
   * @throws SparseRcnnException if that fails; the file is then untouched
   */
  static void rewind(Path file, long firstIteration) {
    if (!Files.exists(file)) {
      return;
    }
    List<String> kept =
        lines(file).stream()
            .filter(
                line ->
                    ScalarsJson.read(line)
                        .filter(scalars -> scalars.iteration() < firstIteration)
                        .isPresent())
            .toList();
    AtomicFile.write(
        file,
        stream -> {
          for (String line : kept) {
            stream.write((line + '\n').getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /** Bytes that are no UTF-8, which a power cut may leave behind, spoil their line only. */
  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new SparseRcnnException(
          file + ": cannot be read: " + AtomicFile.reason(e) + "; move it away or make it readable",
          e);
    }
  }
}
