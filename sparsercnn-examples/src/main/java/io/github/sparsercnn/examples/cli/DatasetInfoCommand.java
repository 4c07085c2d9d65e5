package io.github.sparsercnn.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sparsercnn dataset info}: says what a dataset is like. */
@Command(
    name = "info",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Say what is in a dataset, and what would make training on it go wrong.",
    footer = {
      "",
      "Examples:",
      "  sparsercnn dataset info photos/",
      "  sparsercnn dataset info labels.json --images photos --json"
    })
final class DatasetInfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final DatasetInput input = new DatasetInput();

  @Option(
      names = "--proposals",
      paramLabel = "N",
      defaultValue = "100",
      description = {
        "Warn of pictures with more boxes; NUM_PROPOSALS of the model. Default: ${DEFAULT-VALUE}."
      })
  private int proposals;

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (proposals < 1) {
      throw new ParameterException(
          spec.commandLine(), "--proposals is " + proposals + ", expected 1 or more");
    }
    DatasetInput.Found found = input.find();
    List<DatasetReport> reports = new ArrayList<>();
    found
        .read()
        .forEach((part, dataset) -> reports.add(DatasetReport.of(part, dataset, proposals)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonTree.write(DatasetJson.of(found, reports), out);
      out.println();
    } else {
      new DatasetListing(out).print(found, reports);
    }
    out.flush();
    return ExitCode.OK;
  }
}
