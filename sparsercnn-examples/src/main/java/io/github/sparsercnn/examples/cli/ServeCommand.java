package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.examples.serving.DetectionServer;
import io.github.sparsercnn.examples.serving.ServingOptions;
import io.github.sparsercnn.examples.serving.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparsercnn serve}: answers pictures over HTTP. */
@Command(
    name = "serve",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Answer pictures over HTTP, and show a page to drop pictures on.",
    footer = {
      "",
      "POST /predict?threshold=0.5 takes the bytes of a picture; GET /, /health, /ready, /metrics.",
      "Ctrl-C or SIGTERM answers what was accepted, then ends with status 0.",
      "",
      "Examples:",
      "  sparsercnn serve",
      "  sparsercnn serve --port 8080 --weights model.safetensors --batch 8 --queue 64",
      "  curl --data-binary @cells.jpg 'http://localhost:8080/predict?threshold=0.5'"
    })
final class ServeCommand implements Callable<Integer> {
  private static final int LARGEST_PORT = 65_535;
  private static final ServingOptions DEFAULTS = ServingOptions.builder().build();

  private final DetectorOpener opener;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY VALUE",
      hideParamSyntax = true,
      description = "Values of the config, for example INPUT.MIN_SIZE_TEST 480.")
  private List<String> overrides = List.of();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Where to listen; 0 takes a free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen at; 0.0.0.0 lets other machines in. Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "A detectron2 or mmdetection checkpoint, or safetensors; a path, an http(s) URL or a "
            + "detectron2:// name. Default: MODEL.WEIGHTS of the config, else the bundled model."
      })
  private @Nullable String weights;

  @Option(
      names = "--config-file",
      paramLabel = "YAML",
      description = "A detectron2 config. Default: what the weights' shapes say.")
  private @Nullable Path configFile;

  @Mixin private final RunOptions runOptions = new RunOptions();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Most pictures computed together. Default: ${DEFAULT-VALUE}.")
  private int batch = DEFAULTS.batch();

  @Option(
      names = "--max-delay",
      paramLabel = "MS",
      description = "How long a batch waits to fill. Default: ${DEFAULT-VALUE}.")
  private long maxDelay = DEFAULTS.maxDelay().toMillis();

  @Option(
      names = "--queue",
      paramLabel = "N",
      description = "Pictures that may wait; one more gets 429. Default: ${DEFAULT-VALUE}.")
  private int queue = DEFAULTS.queue();

  @Option(
      names = "--deadline",
      paramLabel = "MS",
      description = "How long a picture may wait, then it gets 504. Default: ${DEFAULT-VALUE}.")
  private long deadline = DEFAULTS.deadline().toMillis();

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "The largest picture file. Default: ${DEFAULT-VALUE}.")
  private int maxBytes = DEFAULTS.maxBytes();

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "The largest picture, width times height. Default: ${DEFAULT-VALUE}.")
  private long maxPixels = DEFAULTS.maxPixels();

  ServeCommand(DetectorOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > LARGEST_PORT) {
      throw usage("--port must be in 0.." + LARGEST_PORT + ", got " + port, null);
    }
    if (overrides.size() % 2 != 0) {
      throw usage("expected pairs of KEY VALUE, found " + String.join(" ", overrides), null);
    }
    ServingOptions options = options();
    ModelChoice model = new ModelChoice(configFile, overrides);
    Optional<String> location = weights == null ? model.weights() : Optional.of(weights);
    if (location.isEmpty() && configFile != null) {
      throw usage("no weights: give --weights FILE, or MODEL.WEIGHTS in --config-file", null);
    }
    DetectorBuilder builder = builder(model);
    // Closed last: then the process ends.
    try (StopSignal signal = StopSignal.listen()) {
      if (location.isPresent()) {
        serve(builder.weights(location.get()), options, location.get(), signal);
      } else {
        try (BundledModel bundled = BundledModel.open()) {
          serve(builder.weights(bundled.file()), options, "the bundled model", signal);
        }
      }
    }
    return ExitCode.OK;
  }

  private ServingOptions options() {
    try {
      return ServingOptions.builder()
          .batch(batch)
          .maxDelay(Duration.ofMillis(maxDelay))
          .queue(queue)
          .deadline(Duration.ofMillis(deadline))
          .maxBytes(maxBytes)
          .maxPixels(maxPixels)
          .build();
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage(), e);
    }
  }

  private DetectorBuilder builder(ModelChoice model) {
    try {
      return runOptions.apply(model.detector());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()), e);
    }
  }

  private ParameterException usage(String message, @Nullable Throwable cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }

  private void serve(
      DetectorBuilder builder, ServingOptions options, String model, StopSignal signal)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (Detector detector = opener.open(builder);
        DetectionServer server =
            DetectionServer.start(detector, new InetSocketAddress(host, port), options)) {
      InetSocketAddress address = server.address();
      out.printf(
          Locale.ROOT,
          "serving %s at http://%s:%d/; Ctrl-C stops%n",
          model,
          address.getHostString(),
          address.getPort());
      out.flush();
      signal.await();
      server.close();
      out.printf(Locale.ROOT, "stopped after %d pictures%n", server.accepted());
      out.flush();
    }
  }
}
