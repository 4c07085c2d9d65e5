package io.github.sparsercnn.core.inference;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.Detector;
import io.github.sparsercnn.DetectorOptions;
import io.github.sparsercnn.Precision;
import io.github.sparsercnn.core.checkpoint.LoadReport;
import io.github.sparsercnn.core.config.Config;
import io.github.sparsercnn.core.config.DeviceSetting;
import io.github.sparsercnn.core.config.Preset;
import io.github.sparsercnn.core.config.TestLooks;
import io.github.sparsercnn.core.config.WeightsLocation;
import io.github.sparsercnn.core.image.DecodeOptions;
import io.github.sparsercnn.core.network.ActivationRanges;
import io.github.sparsercnn.core.network.PreparationOptions;
import io.github.sparsercnn.core.network.Shortcut;
import io.github.sparsercnn.core.network.SparseRcnn;
import io.github.sparsercnn.core.network.Weights;
import io.github.sparsercnn.core.proposal.ProposalInitializer;
import io.github.sparsercnn.core.proposal.ProposalInitializers;
import io.github.sparsercnn.core.proposal.ProposalSettings;
import io.github.sparsercnn.core.torch.ComputeDevice;
import io.github.sparsercnn.core.torch.NativeErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From options to a detector: finds the files, reads the architecture, fills the network. */
public final class ModelLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

  private ModelLoader() {}

  /**
   * Loads a model.
   *
   * @param options what to load and how to run it
   * @param given a proposal initializer of the caller, closed with the detector or when loading
   *     fails; null to make one
   * @param create makes it, for example {@link ProposalInitializers#create(ProposalSettings)}
   * @return the detector, closed by the caller
   */
  public static Detector load(
      DetectorOptions options,
      @Nullable ProposalInitializer given,
      Function<ProposalSettings, ProposalInitializer> create) {
    @Nullable ProposalInitializer proposals = given;
    try {
      Model model =
          Model.read(
              WeightsLocation.of(options.weights()).resolve(), config(options), overrides(options));
      ComputeDevice device =
          ComputeDevice.of(
              options.device().orElseGet(() -> DeviceSetting.of(model.config()).device()));
      requireAvailable(options.precision(), device);
      if (proposals == null) {
        proposals = create.apply(model.proposalSettings());
      }
      return open(options, model, proposals, device);
    } catch (RuntimeException e) {
      if (proposals != null) {
        proposals.close();
      }
      throw NativeErrors.translate("loading " + options.weights(), e);
    }
  }

  private static PreparationOptions preparation(Precision precision, Model model) {
    if (precision != Precision.INT8) {
      return PreparationOptions.of(precision);
    }
    ActivationRanges activations =
        model
            .activations()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "precision INT8 needs weights that know the ranges of their activations, "
                            + model.checkpoint().file()
                            + " does not; make them: sparsercnn convert IN OUT --int8 --calibrate"
                            + " PICTURES"));
    return new PreparationOptions(precision, Shortcut.inForce(), Optional.of(activations));
  }

  private static void requireAvailable(Precision precision, ComputeDevice device) {
    if (precision == Precision.INT8 && !device.isCpu()) {
      throw new ConfigException(
          "precision INT8 is for the CPU; use FP16 or BF16 on device " + device.name());
    }
    if (precision == Precision.FP16 && device.isCpu()) {
      throw new ConfigException(
          "precision FP16 is for GPUs; use BF16 or FP32 on the CPU (device " + device.name() + ")");
    }
  }

  /** The words of the caller, with what the options say beside them. */
  private static List<String> overrides(DetectorOptions options) {
    List<String> words = new ArrayList<>(options.overrides());
    options.proposals().ifPresent(name -> words.addAll(List.of(ProposalInitializers.KEY, name)));
    return words;
  }

  private static @Nullable Config config(DetectorOptions options) {
    if (options.configFile().isPresent()) {
      return Config.read(options.configFile().get());
    }
    return options.preset().map(name -> Preset.byName(name).config()).orElse(null);
  }

  private static Detector open(
      DetectorOptions options, Model model, ProposalInitializer proposals, ComputeDevice device) {
    TestLooks configured = TestLooks.of(model.config());
    TestLooks looks =
        options.testTimeAugmentation().map(configured::withAugmentation).orElse(configured);
    LoadReport report = report(options, model, proposals);
    // Built on the CPU: only the form for prediction lies on another device.
    try (SparseRcnn trainable =
        SparseRcnn.of(
            model.architecture(),
            proposals,
            new Weights(model.source(report, ComputeDevice.CPU)))) {
      device.place(proposals.module());
      return new NetworkDetector(model.config(), model.categories(options.labels()), device, looks)
          .withOptions(new DecodeOptions(options.maxPixels(), options.truncatedImages()))
          .prepared(preparation(options.precision(), model))
          .of(trainable, model.info(), proposals::close);
    }
  }

  private static LoadReport report(
      DetectorOptions options, Model model, ProposalInitializer proposals) {
    LoadReport report = model.compare(proposals);
    report.notice().ifPresent(notice -> LOG.info("{}: {}", options.weights(), notice));
    if (options.ignoreClassHead()) {
      report = report.ignoreClassHead();
    }
    if (options.lenient()) {
      LOG.warn("{}: {}", options.weights(), report);
      return report;
    }
    return report.requireComplete();
  }
}
