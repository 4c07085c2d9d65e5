package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.DatasetStatistics;
import io.github.sparsercnn.core.dataset.DatasetWarnings;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can be said about a part of a dataset.
 *
 * @param part its name
 * @param statistics what it is like
 * @param missing file names of the pictures that are not on the disk
 * @param warnings what somebody who trains should know
 */
record DatasetReport(
    String part, DatasetStatistics statistics, List<String> missing, List<String> warnings) {
  /**
   * Looks at a part, and for the files of its pictures.
   *
   * @param proposals of the model that is to be trained
   */
  static DatasetReport of(String part, Dataset dataset, int proposals) {
    DatasetStatistics statistics = dataset.statistics();
    List<LabeledPicture> missing = dataset.missingPictures();
    List<String> warnings = new ArrayList<>();
    if (!missing.isEmpty()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d pictures are not there, such as %s",
              missing.size(),
              dataset.size(),
              missing.get(0).file()));
    }
    warnings.addAll(DatasetWarnings.of(statistics, proposals));
    return new DatasetReport(
        part, statistics, missing.stream().map(LabeledPicture::fileName).toList(), warnings);
  }
}
