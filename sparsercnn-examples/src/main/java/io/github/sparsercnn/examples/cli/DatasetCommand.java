package io.github.sparsercnn.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sparsercnn dataset}: looks at datasets and changes their form. */
@Command(
    name = "dataset",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    description = "Look at labelled pictures, convert them to another format, split or join them.",
    subcommands = {
      DatasetInfoCommand.class,
      DatasetConvertCommand.class,
      DatasetSplitCommand.class,
      DatasetMosaicCommand.class
    },
    footer = {
      "",
      "Formats: COCO (.json), Pascal VOC, YOLO, CrowdHuman (.odgt); see docs/datasets.md."
    })
final class DatasetCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a verb: " + String.join(", ", spec.subcommands().keySet()));
  }
}
