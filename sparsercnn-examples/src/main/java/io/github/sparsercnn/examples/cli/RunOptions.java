package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a model is run: with which labels, where, and how exactly. */
public final class RunOptions {
  @Option(
      names = "--labels",
      paramLabel = "A,B,…",
      split = ",",
      hideParamSyntax = true,
      description = "The labels of the classes. Default: those in the weights, else COCO's.")
  private @Nullable List<String> labels;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "cpu, cuda or cuda:N. Default: MODEL.DEVICE, else a GPU if there is one.")
  private @Nullable String device;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "fp32, bf16, fp16 or int8. Default: fp32.")
  private @Nullable Precision precision;

  /** For picocli, which fills the options in. */
  public RunOptions() {}

  /**
   * Tells a builder.
   *
   * @param builder what to tell
   * @return the builder
   * @throws IllegalArgumentException if a value cannot be used
   */
  public DetectorBuilder apply(DetectorBuilder builder) {
    if (device != null) {
      builder.device(device);
    }
    if (precision != null) {
      builder.precision(precision);
    }
    if (labels != null) {
      builder.labels(labels);
    }
    return builder;
  }
}
