package io.github.sparsercnn;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Collects what a {@link Detector} is made of; only the weights are required. An option may be set
 * once. Not thread-safe.
 */
public final class DetectorBuilder {
  private final DetectorOptions.Builder options = DetectorOptions.builder();
  private final OptionsSetOnce chosen = new OptionsSetOnce();
  private final List<String> overrides = new ArrayList<>();

  DetectorBuilder() {}

  /**
   * The weights, a file: a detectron2 or mmdetection checkpoint ({@code .pth}, {@code .pkl}) or
   * safetensors.
   *
   * @param file in the default file system, because weights are mapped into memory
   * @return this
   * @throws IllegalStateException if weights were already set
   * @throws IllegalArgumentException if the path belongs to another file system
   */
  public DetectorBuilder weights(Path file) {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException(
          "weights must be a file on disk, not " + file.toUri() + "; copy them out first");
    }
    return weights(file.toString());
  }

  /**
   * The weights by their location; what is downloaded is kept in a cache.
   *
   * @param location a path, an http(s) URL, or a {@code detectron2://} name of the model zoo
   * @return this
   * @throws IllegalStateException if weights were already set
   * @throws IllegalArgumentException if the location is blank
   */
  public DetectorBuilder weights(String location) {
    OptionsSetOnce.requireText(location, "weights");
    options.weights(chosen.once("weights", location));
    return this;
  }

  /**
   * The configuration, a detectron2 yaml file. Without one the architecture is read from the
   * weights' shapes, and what shapes do not tell is that of the official models.
   *
   * @param yaml where it lies
   * @return this
   * @throws IllegalStateException if a configuration was already set
   */
  public DetectorBuilder config(Path yaml) {
    options.configFile(chosen.once("config", yaml));
    return this;
  }

  /**
   * The configuration by the name of a preset.
   *
   * @param preset the name of an official configuration without {@code .yaml}, for example {@code
   *     sparsercnn.res50.100pro.3x}, or its short name, for example {@code R50_100}
   * @return this
   * @throws IllegalStateException if a configuration was already set
   * @throws IllegalArgumentException if the name is blank or that of a yaml file
   */
  public DetectorBuilder config(String preset) {
    OptionsSetOnce.requireText(preset, "config");
    String lowerCase = preset.toLowerCase(Locale.ROOT);
    if (lowerCase.endsWith(".yaml") || lowerCase.endsWith(".yml")) {
      throw new IllegalArgumentException(
          "config(String) takes the name of a preset; for the file " + preset + " use a Path");
    }
    options.preset(chosen.once("config", preset));
    return this;
  }

  /**
   * One value of the configuration; may be called again for other keys, and the last value of a key
   * wins.
   *
   * @param key detectron2's name, for example {@code INPUT.MIN_SIZE_TEST}
   * @param value as on detectron2's command line
   * @return this
   * @throws IllegalArgumentException if the key is blank
   */
  public DetectorBuilder override(String key, String value) {
    OptionsSetOnce.requireText(key, "override key");
    Objects.requireNonNull(value, "override value");
    overrides.add(key);
    overrides.add(value);
    return this;
  }

  /**
   * Several values of the configuration, as after {@code --opts} on detectron2's command line.
   *
   * @param keysAndValues keys and values in turn
   * @return this
   * @throws IllegalArgumentException if a value is missing or a key is blank
   */
  public DetectorBuilder overrides(List<String> keysAndValues) {
    OptionsSetOnce.requirePairs(keysAndValues);
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      override(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
    return this;
  }

  /**
   * The labels of the classes. Without them the labels stored in the weights are used, else COCO's
   * for a model of 80 classes, else {@code class 0}, {@code class 1}, ….
   *
   * @param labels in the order of the class ids, as many as the model has classes
   * @return this
   * @throws IllegalStateException if labels were already set
   * @throws IllegalArgumentException if there are none or one is blank
   */
  public DetectorBuilder labels(List<String> labels) {
    List<String> checked = Categories.of(labels).labels();
    options.labels(chosen.once("labels", checked));
    return this;
  }

  /**
   * Where to run. If not set, the configuration's {@code MODEL.DEVICE} decides, and where that says
   * nothing a GPU is used if there is a usable one. A GPU needs the dependency {@code
   * io.github.sparsercnn:sparsercnn-cuda}.
   *
   * @param device {@code auto} (a GPU if one can be used, else the CPU), {@code cpu}, {@code cuda}
   *     (the first GPU) or {@code cuda:N}
   * @return this
   * @throws IllegalStateException if a device was already set
   * @throws IllegalArgumentException if it is none of these
   */
  public DetectorBuilder device(String device) {
    OptionsSetOnce.requireDevice(device);
    options.device(chosen.once("device", device));
    return this;
  }

  /**
   * The number format to compute in; {@link Precision#FP32} if not set.
   *
   * @param precision the format
   * @return this
   * @throws IllegalStateException if a precision was already set
   */
  public DetectorBuilder precision(Precision precision) {
    options.precision(chosen.once("precision", precision));
    return this;
  }

  /**
   * Where proposals come from; what the weights were made with if not set.
   *
   * @param name the name of a proposal initializer on the class path, for example {@code
   *     box-transformer}
   * @return this
   * @throws IllegalStateException if proposals were already set
   * @throws IllegalArgumentException if the name is blank
   */
  public DetectorBuilder proposals(String name) {
    OptionsSetOnce.requireText(name, "proposals");
    options.proposals(chosen.once("proposals", name));
    return this;
  }

  /**
   * Looks at each picture in several sizes and mirrored, and puts the answers together; as many
   * times slower. The configuration's {@code TEST.AUG} says how: if it says nothing, in the 13
   * sizes of the official code, which suit models tested at a short edge of 800. The same as {@code
   * override("TEST.AUG.ENABLED", "True")}.
   *
   * @return this
   */
  public DetectorBuilder testTimeAugmentation() {
    return override("TEST.AUG.ENABLED", "True");
  }

  /**
   * Looks at each picture in several sizes and mirrored, whatever the configuration says.
   *
   * @param augmentation in which sizes
   * @return this
   * @throws IllegalStateException if an augmentation was already set
   */
  public DetectorBuilder testTimeAugmentation(TestTimeAugmentation augmentation) {
    options.testTimeAugmentation(chosen.once("testTimeAugmentation", augmentation));
    return this;
  }

  /**
   * Leaves the class heads of the weights out and initializes them anew, so that weights of another
   * number of classes can be loaded; scores mean nothing until the model is trained.
   *
   * @return this
   */
  public DetectorBuilder ignoreClassHead() {
    options.ignoreClassHead(true);
    return this;
  }

  /**
   * Tolerates tensors that the weights lack or have beyond the architecture; they are logged.
   * Without it a difference is a {@link WeightsException}.
   *
   * @return this
   */
  public DetectorBuilder lenient() {
    options.lenient(true);
    return this;
  }

  /**
   * The most pixels that a picture may have; a larger one is refused before it is decoded. {@value
   * DetectorOptions#DEFAULT_MAX_PIXELS} if not set.
   *
   * @param maxPixels width times height, at least 1
   * @return this
   * @throws IllegalStateException if a limit was already set
   * @throws IllegalArgumentException if it is below 1
   */
  public DetectorBuilder maxPixels(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1: " + maxPixels);
    }
    options.maxPixels(chosen.once("maxPixels", maxPixels));
    return this;
  }

  /**
   * Uses a picture file that ends early as far as it goes, the rest being grey or black. Without it
   * such a file is an {@link ImageException}.
   *
   * @return this
   */
  public DetectorBuilder truncatedImages() {
    options.truncatedImages(true);
    return this;
  }

  /**
   * Returns what was collected, with defaults for what was not set.
   *
   * @return the options
   * @throws IllegalStateException if no weights were set
   */
  public DetectorOptions options() {
    if (!chosen.isSet("weights")) {
      throw new IllegalStateException("weights were not set; call weights(...) before build()");
    }
    return options.overrides(List.copyOf(overrides)).build();
  }

  /**
   * Loads the model.
   *
   * @return the detector; the caller closes it
   * @throws IllegalStateException if no weights were set
   * @throws WeightsException if the weights cannot be used
   * @throws ConfigException if the configuration cannot be used
   * @throws NativeException if the device or LibTorch cannot be used
   * @throws SparseRcnnException if no implementation of the api is on the class path
   */
  public Detector build() {
    return InstalledRuntime.find().open(options());
  }
}
