package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.dataset.Dataset;
import io.github.sparsercnn.core.dataset.DatasetPart;
import io.github.sparsercnn.core.dataset.DatasetSplit;
import io.github.sparsercnn.core.dataset.catalog.DatasetConversion;
import io.github.sparsercnn.core.dataset.format.CocoWriter;
import io.github.sparsercnn.core.dataset.format.ExistingFiles;
import io.github.sparsercnn.core.dataset.format.WrittenDataset;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sparsercnn dataset split}: deals pictures out to parts. */
@Command(
    name = "split",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = {
      "Deal the pictures out to parts, each class as evenly as can be; writes a COCO .json for each "
          + "part, and leaves the pictures where they are."
    },
    footer = {
      "",
      "Examples:",
      "  sparsercnn dataset split labels.json --fractions 0.8,0.2",
      "  sparsercnn dataset split photos/ --fractions 0.7,0.2,0.1 --seed 3 --output parts/"
    })
final class DatasetSplitCommand implements Callable<Integer> {
  private static final String FOLDERS_STEM = "instances";
  private static final String ENDING = ".json";

  @Spec private CommandSpec spec;
  @Mixin private final DatasetInput input = new DatasetInput();

  @Option(
      names = "--fractions",
      required = true,
      paramLabel = "A,B,…",
      split = ",",
      hideParamSyntax = true,
      description = "How much of the pictures each part gets; what is missing to 1 is left out.")
  private List<Double> fractions = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Another number, other parts; the same number, the same parts. Default: 0.")
  private long seed;

  @Option(
      names = "--names",
      paramLabel = "A,B,…",
      split = ",",
      hideParamSyntax = true,
      description = "What the parts are called. Default: train,val,test, as many as there are.")
  private @Nullable List<String> names;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = {
        "Where the files go, as train.json and so on. Default: beside the labels, and called as "
            + "they are."
      })
  private @Nullable Path output;

  @Option(
      names = "--overwrite",
      description = "Replace files of the same name; without it, nothing is ever replaced.")
  private boolean overwrite;

  @Override
  public Integer call() {
    List<String> partNames = partNames();
    DatasetInput.Found found = input.find();
    Dataset dataset = found.readOnly();
    List<Dataset> parts = split(dataset);
    List<Path> files = partNames.stream().map(name -> file(found.labels(), name)).toList();
    ExistingFiles existing = overwrite ? ExistingFiles.REPLACE : ExistingFiles.KEEP;
    files.forEach(file -> DatasetConversion.requireWritable(file, existing));
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < files.size(); i++) {
      WrittenDataset written = CocoWriter.write(parts.get(i), files.get(i));
      out.printf(
          Locale.ROOT,
          "%s: %,d pictures, %,d boxes%n",
          files.get(i),
          written.pictures(),
          written.boxes());
    }
    dataset.pictureFolder().ifPresent(folder -> out.println("pictures stay in " + folder));
    out.flush();
    return ExitCode.OK;
  }

  private List<String> partNames() {
    List<String> usual = Arrays.stream(DatasetPart.values()).map(DatasetPart::label).toList();
    if (names == null && fractions.size() <= usual.size()) {
      return usual.subList(0, fractions.size());
    }
    if (names == null
        || names.size() != fractions.size()
        || new HashSet<>(names).size() < names.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--names: expected " + fractions.size() + " different names, one for each fraction");
    }
    return names;
  }

  private List<Dataset> split(Dataset dataset) {
    try {
      return DatasetSplit.of(dataset, fractions, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--fractions: " + e.getMessage(), e);
    }
  }

  private Path file(Path labels, String name) {
    if (output != null) {
      return output.resolve(name + ENDING);
    }
    if (Files.isDirectory(labels)) {
      return labels.resolve(FOLDERS_STEM + '_' + name + ENDING);
    }
    String stem = String.valueOf(labels.getFileName()).replaceFirst("\\.[^.]+$", "");
    return labels.resolveSibling(stem + '_' + name + ENDING);
  }
}
