package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.LabeledPicture;
import io.github.sparsercnn.core.dataset.catalog.DatasetConversion;
import io.github.sparsercnn.core.dataset.format.CocoWriter;
import io.github.sparsercnn.core.dataset.format.ExistingFiles;
import io.github.sparsercnn.core.dataset.format.WrittenDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn dataset mosaic}: makes large pictures of small ones. */
@Command(
    name = "mosaic",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Lay labelled pictures side by side to large ones, for measuring --tiles.",
    footer = {
      "",
      "Example:",
      "  sparsercnn dataset mosaic test.json large/ --images photos --grid 3 --scale 2"
    })
final class DatasetMosaicCommand implements Callable<Integer> {
  private static final Path NOT_SET = Path.of("");
  private static final String LABELS = "labels.json";
  private static final String IMAGES = "images";
  private static final double LARGEST_SCALE = 16;

  @Spec private CommandSpec spec;
  @Mixin private final DatasetInput input = new DatasetInput();

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "A folder; gets " + LABELS + " and PNG pictures in " + IMAGES + ".")
  private Path output = NOT_SET;

  @Option(
      names = "--grid",
      paramLabel = "N",
      defaultValue = "3",
      description = "N x N pictures become one, in the order of the labels. Default: 3.")
  private int grid;

  @Option(
      names = "--scale",
      paramLabel = "F",
      defaultValue = "1",
      description = "By how much each picture is enlarged. Default: 1.")
  private double scale;

  @Option(
      names = "--overwrite",
      description = "Replace files of the same name; without it, nothing is ever replaced.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (grid < 1) {
      throw new ParameterException(spec.commandLine(), "--grid must be at least 1");
    }
    if (!(scale > 0 && scale <= LARGEST_SCALE)) {
      throw new ParameterException(
          spec.commandLine(), "--scale must be above 0 and at most 16, got " + scale);
    }
    Dataset dataset = input.find().readOnly();
    ExistingFiles existing = overwrite ? ExistingFiles.REPLACE : ExistingFiles.KEEP;
    Path labels = output.resolve(LABELS);
    DatasetConversion.requireWritable(labels, existing);
    List<LabeledPicture> sheets = new ArrayList<>();
    int each = Math.multiplyExact(grid, grid);
    for (int from = 0; from < dataset.size(); from += each) {
      List<LabeledPicture> pictures =
          dataset.pictures().subList(from, Math.min(from + each, dataset.size()));
      String name = String.format(Locale.ROOT, "mosaic_%06d.png", sheets.size() + 1);
      Path file = output.resolve(IMAGES).resolve(name);
      DatasetConversion.requireWritable(file, existing);
      sheets.add(MosaicSheet.of(pictures, grid, scale).save(sheets.size() + 1L, file, name));
    }
    WrittenDataset written =
        CocoWriter.write(new Dataset(dataset.name(), dataset.categories(), sheets), labels);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "%s: %,d pictures, %,d boxes%n", labels, written.pictures(), written.boxes());
    out.flush();
    return ExitCode.OK;
  }
}
