package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.catalog.DatasetConversion;
import io.github.sparsercnn.core.dataset.catalog.DatasetFormat;
import io.github.sparsercnn.core.dataset.format.ExistingFiles;
import io.github.sparsercnn.core.dataset.format.WrittenDataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn dataset convert}: writes labels in another format. */
@Command(
    name = "convert",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Write labelled pictures in another format.",
    footer = {
      "",
      "Examples:",
      "  sparsercnn dataset convert VOC2007 coco --format coco",
      "  sparsercnn dataset convert labels.json yolo --format yolo --images photos"
    })
final class DatasetConvertCommand implements Callable<Integer> {
  private static final Path NOT_SET = Path.of("");

  @Spec private CommandSpec spec;
  @Mixin private final DatasetInput input = new DatasetInput();

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "A .json or .odgt file for one part; else a folder.")
  private Path output = NOT_SET;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "F",
      description = "coco, voc, yolo or odgt (persons only).")
  private DatasetFormat format = DatasetFormat.COCO;

  @Option(
      names = "--copy-images",
      description = "Copy the pictures too; voc and yolo, whose folders hold them, always do.")
  private boolean copyImages;

  @Option(
      names = "--overwrite",
      description = "Replace files of the same name; without it, nothing is ever replaced.")
  private boolean overwrite;

  @Override
  public Integer call() {
    Map<String, Dataset> parts = input.find().read();
    ExistingFiles existing = overwrite ? ExistingFiles.REPLACE : ExistingFiles.KEEP;
    WrittenDataset written =
        new DatasetConversion(format, copyImages, existing).write(parts, output);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %s, %,d pictures, %,d boxes%n",
        output,
        String.join(", ", parts.keySet()),
        written.pictures(),
        written.boxes());
    if (written.crowdsLeftOut() > 0) {
      out.printf(
          Locale.ROOT,
          "left out: %,d crowds, which %s has no mark for%n",
          written.crowdsLeftOut(),
          format.label());
    }
    if (written.emptyLeftOut() > 0) {
      out.printf(
          Locale.ROOT,
          "left out: %,d boxes of which the picture shows nothing%n",
          written.emptyLeftOut());
    }
    boolean isFile = format == DatasetFormat.COCO || format == DatasetFormat.ODGT;
    if (isFile && !copyImages) {
      parts.values().stream()
          .flatMap(dataset -> dataset.pictureFolder().stream())
          .distinct()
          .forEach(folder -> out.println("pictures stay in " + folder));
    }
    out.flush();
    return ExitCode.OK;
  }
}
