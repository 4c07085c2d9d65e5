package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.DatasetSource;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.Trainer;
import io.github.sparsercnn.TrainerBuilder;
import io.github.sparsercnn.TrainingSummary;
import io.github.sparsercnn.core.distributed.JavaCommand;
import io.github.sparsercnn.core.distributed.Launcher;
import io.github.sparsercnn.core.distributed.LocalProcesses;
import io.github.sparsercnn.examples.cli.training.TrainingPlot;
import io.github.sparsercnn.examples.cli.training.TrainingProgressBar;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn train}: detectron2's {@code train_net.py}. */
@Command(
    name = "train",
    aliases = "train_net",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Train on your own pictures, or measure a model on them.",
    footer = {
      "",
      "Examples:",
      "  sparsercnn train --dataset cells/ --weights resnet50.safetensors --output cells-model/",
      "  sparsercnn train --config-file sparsercnn.res50.100pro.3x.yaml --num-gpus 8 \\",
      "    SOLVER.IMS_PER_BATCH 16 OUTPUT_DIR output/",
      "  sparsercnn train --config-file output/config.yaml --resume",
      "  sparsercnn train --config-file output/config.yaml --eval-only \\",
      "    MODEL.WEIGHTS output/model_final.pth"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int LEARNING_RATE_STEPS = 100;

  @Spec private CommandSpec spec;
  @Mixin private final LookOptions looks = new LookOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY VALUE",
      hideParamSyntax = true,
      description = "Values of the config, for example SOLVER.BASE_LR 0.0001.")
  private List<String> overrides = List.of();

  @Option(
      names = "--config-file",
      paramLabel = "YAML",
      description = {
        "A detectron2 config, or the name of an official one. Default: derived from --dataset."
      })
  private @Nullable Path configFile;

  @Option(
      names = "--dataset",
      paramLabel = "DIR|NAME=JSON:IMAGES",
      description = {
        "A folder of labelled pictures to train on, or a dataset that DATASETS.TRAIN and "
            + "DATASETS.TEST may name; may be given again."
      })
  private List<String> datasets = List.of();

  @Option(
      names = "--validation",
      paramLabel = "DIR|JSON:IMAGES",
      description = "Labelled pictures to measure on. Default: those in DIR, if any.")
  private @Nullable String validation;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "Where training begins: a detector or an ImageNet backbone. Default: MODEL.WEIGHTS."
      })
  private @Nullable String weights;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where checkpoints, figures and the log go. Default: OUTPUT_DIR.")
  private @Nullable Path output;

  @Option(names = "--resume", description = "Go on from the last checkpoint in the output folder.")
  private boolean resume;

  @Option(
      names = "--eval-only",
      description = "Measure MODEL.WEIGHTS, or the last checkpoint; do not train.")
  private boolean evalOnly;

  @Option(
      names = "--find-learning-rate",
      description = "Try rates from 1e-7 to 0.1 and suggest one; do not train.")
  private boolean findLearningRate;

  @Mixin private final ProcessOptions processes = new ProcessOptions();

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32 or bf16. Default: what SOLVER.AMP.ENABLED says.")
  private @Nullable Precision precision;

  @Option(
      names = "--max-images-per-second",
      paramLabel = "N",
      description = "Go no faster, to spare the machine.")
  private @Nullable Double maxImagesPerSecond;

  @Option(
      names = "--skip-broken-pictures",
      description = "Name pictures that cannot be read in the log and go on without them.")
  private boolean skipBrokenPictures;

  TrainCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (looks.isAugmented() && !evalOnly) {
      throw new ParameterException(
          spec.commandLine(), "--tta is for measuring a model: add --eval-only");
    }
    List<String> again = JavaCommand.likeThisOne(Main.class.getName(), arguments());
    Optional<LocalProcesses> local = processes.toStart(again, overrides, System.getenv());
    if (local.isPresent()) {
      return local.get().run();
    }
    Launcher.endWithIt(System.getenv());
    Trainer trainer = builder().build();
    PrintWriter out = spec.commandLine().getOut();
    if (evalOnly) {
      new FigureTables(out).print(trainer.evaluate());
    } else if (findLearningRate) {
      new LearningRateListing(out).print(trainer.findLearningRate(LEARNING_RATE_STEPS));
    } else {
      TrainingSummary summary;
      try (GracefulEnd end = GracefulEnd.of(trainer)) {
        summary = resume ? trainer.resume() : trainer.train();
      }
      new FigureTables(out).print(summary.metrics());
      out.println("the model is " + summary.finalModel());
    }
    out.flush();
    return ExitCode.OK;
  }

  /** The words of this command line, for the processes that do the work. */
  private List<String> arguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  /** What was asked for, not yet looked at. */
  TrainerBuilder builder() {
    TrainerBuilder builder = Trainer.builder();
    try {
      if (configFile != null) {
        builder.config(configFile);
      }
      datasets(builder);
      if (weights != null) {
        builder.initialWeights(weights);
      }
      if (output != null) {
        builder.output(output);
      }
      processes.device(overrides).ifPresent(builder::device);
      if (precision != null) {
        builder.precision(precision);
      }
      if (skipBrokenPictures) {
        builder.skipBrokenPictures();
      }
      if (maxImagesPerSecond != null) {
        builder.override("DATALOADER.MAX_IMAGES_PER_SECOND", maxImagesPerSecond.toString());
      }
      PrintWriter err = spec.commandLine().getErr();
      builder.listener(TrainingProgressBar.of(err, Ansi.AUTO.enabled()));
      builder.listener(new EvaluationProgress(Ansi.AUTO.enabled()));
      if (!evalOnly) {
        builder.listener(new TrainingPlot());
      }
      return builder.overrides(looks.before(overrides));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void datasets(TrainerBuilder builder) {
    List<DatasetSource> training = new ArrayList<>();
    for (String dataset : datasets) {
      int equals = dataset.indexOf('=');
      if (equals < 0) {
        training.add(DatasetSource.parse(dataset));
      } else {
        builder.register(
            dataset.substring(0, equals), DatasetSource.parse(dataset.substring(equals + 1)));
      }
    }
    if (!training.isEmpty()) {
      builder.trainingData(training.toArray(DatasetSource[]::new));
    }
    if (validation != null) {
      builder.validationData(DatasetSource.parse(validation));
    }
  }
}
