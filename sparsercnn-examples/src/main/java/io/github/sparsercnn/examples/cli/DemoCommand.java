package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorBuilder;
import io.github.sparsercnn.Instances;
import io.github.sparsercnn.examples.smear.SmearGenerator;
import io.github.sparsercnn.examples.video.VideoLibrary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
import picocli.CommandLine.Spec;

/** {@code sparsercnn demo}: detectron2's demo, with a model and a picture of its own. */
@Command(
    name = "demo",
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "See what a model finds; without options, the bundled one in a blood smear.",
    footer = {
      "",
      "The options are those of detectron2's demo.py.",
      "",
      "Examples:",
      "  sparsercnn demo",
      "  sparsercnn demo --config-file sparsercnn.res50.100pro.3x.yaml --input a.jpg b.jpg \\",
      "    --output drawn/ --confidence-threshold 0.4 --opts MODEL.WEIGHTS r50_100pro_3x_model.pth",
      "  SPARSERCNN_PROFILES=video sparsercnn demo --video-input smear.mp4 --output drawn.mp4"
    })
final class DemoCommand implements Callable<Integer> {
  /** A smear with cells of every kind, most of which the bundled model is sure of. */
  static final long SMEAR_SEED = 5;

  private static final Path DEFAULT_FILE = Path.of("sparsercnn-demo.png");
  private static final Path DEFAULT_VIDEO = Path.of("sparsercnn-demo.mp4");
  private static final Path DEFAULT_FOLDER = Path.of("sparsercnn-demo");

  private final DetectorOpener opener;

  @Spec private CommandSpec spec;
  @Mixin private final LookOptions looks = new LookOptions();

  @Option(
      names = "--config-file",
      paramLabel = "YAML",
      description = "A detectron2 config. Default: the bundled model.")
  private @Nullable Path configFile;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "IMAGE…",
      hideParamSyntax = true,
      description = "Pictures, folders of pictures, or a quoted glob. Default: a drawn smear.")
  private List<String> input = List.of();

  @Option(
      names = "--video-input",
      paramLabel = "FILE",
      description = "A video instead of pictures; needs a build with the profile video.")
  private @Nullable Path video;

  @Option(
      names = "--webcam",
      description = "Show what the first camera sees in a window; needs the same build.")
  private boolean webcam;

  @Option(
      names = "--output",
      paramLabel = "FILE|DIR",
      description = {
        "Where to save the drawn picture or video, or a folder for several. Default: "
            + "sparsercnn-demo.png, sparsercnn-demo.mp4, or the folder sparsercnn-demo."
      })
  private @Nullable Path output;

  @Option(
      names = "--confidence-threshold",
      paramLabel = "T",
      converter = ScoreThreshold.class,
      defaultValue = "0.5",
      description = "Show scores strictly greater. Default: ${DEFAULT-VALUE}.")
  private float threshold;

  @Option(
      names = "--opts",
      arity = "1..*",
      paramLabel = "KEY VALUE",
      hideParamSyntax = true,
      description = "Values of the config, for example MODEL.WEIGHTS model.pth.")
  private List<String> overrides = List.of();

  DemoCommand(DetectorOpener opener) {
    this.opener = opener;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireOneInput();
    ModelChoice model = new ModelChoice(configFile, looks.before(overrides));
    Optional<String> weights = model.weights();
    if (weights.isEmpty() && configFile != null) {
      throw new ParameterException(
          spec.commandLine(), "no weights: add --opts MODEL.WEIGHTS FILE for " + configFile);
    }
    DetectorBuilder builder = model.detector();
    if (weights.isPresent()) {
      return demonstrate(builder.weights(weights.get()));
    }
    try (BundledModel bundled = BundledModel.open()) {
      return demonstrate(builder.weights(bundled.file()));
    }
  }

  private void requireOneInput() {
    if ((input.isEmpty() ? 0 : 1) + (video == null ? 0 : 1) + (webcam ? 1 : 0) > 1) {
      throw new ParameterException(
          spec.commandLine(), "--input, --video-input and --webcam exclude each other");
    }
    if (webcam && output != null) {
      throw new ParameterException(
          spec.commandLine(), "--webcam shows a window and writes no --output");
    }
  }

  private int demonstrate(DetectorBuilder builder) throws IOException, InterruptedException {
    if (video != null) {
      return drawVideo(builder, video);
    }
    if (webcam) {
      return showCamera(builder);
    }
    List<Path> pictures = PictureFiles.expand(input);
    Path target = target(pictures);
    if (pictures.isEmpty()) {
      try (Detector detector = opener.open(builder)) {
        showSmear(detector, target);
      }
      return ExitCode.OK;
    }
    boolean toFile = pictures.size() == 1 && !Files.isDirectory(target);
    DrawnPictures drawn =
        toFile ? DrawnPictures.as(target, pictures.get(0)) : DrawnPictures.in(target, pictures);
    try (Detector detector = opener.open(builder)) {
      PrintWriter out = spec.commandLine().getOut();
      List<PredictionSink> sinks = new ArrayList<>();
      sinks.add(new PredictionListing(out));
      sinks.add(drawn);
      PredictionRun run = new PredictionRun(detector, 1, threshold, spec.commandLine().getErr());
      int failures = run.run(pictures, sinks, false);
      sayWhere(target, out);
      return failures == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private int drawVideo(DetectorBuilder builder, Path from) throws IOException {
    VideoDemo demo = new VideoDemo(VideoLibrary.installed(), threshold);
    Path target = output == null ? DEFAULT_VIDEO : output;
    if (Files.isDirectory(target)) {
      target = target.resolve(String.valueOf(from.getFileName()));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Detector detector = opener.open(builder)) {
      demo.draw(detector, from, target, out, Ansi.AUTO.enabled());
    }
    sayWhere(target, out);
    return ExitCode.OK;
  }

  private int showCamera(DetectorBuilder builder) throws InterruptedException {
    VideoDemo demo = new VideoDemo(VideoLibrary.installed(), threshold);
    VideoWindow.requireScreen();
    try (Detector detector = opener.open(builder)) {
      demo.watch(detector);
    }
    return ExitCode.OK;
  }

  private Path target(List<Path> pictures) {
    if (output != null) {
      return output;
    }
    return pictures.size() > 1 ? DEFAULT_FOLDER : DEFAULT_FILE;
  }

  private void showSmear(Detector detector, Path target) throws IOException {
    BufferedImage smear = new SmearGenerator().generate(SMEAR_SEED).picture();
    Instances found = detector.predict(smear).above(threshold);
    PrintWriter out = spec.commandLine().getOut();
    new PredictionListing(out).print("drawn blood smear", found);
    found.drawOn(smear);
    Path file = Files.isDirectory(target) ? target.resolve(DEFAULT_FILE) : target;
    DrawnPictures.save(smear, file);
    sayWhere(file, out);
  }

  private static void sayWhere(Path path, PrintWriter out) {
    out.println("drawn to " + path.toAbsolutePath().normalize());
    out.flush();
  }
}
