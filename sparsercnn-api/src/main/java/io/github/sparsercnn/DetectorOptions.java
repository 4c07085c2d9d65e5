package io.github.sparsercnn;

import com.google.auto.value.AutoValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a detector is made of and how it runs, as collected by {@link DetectorBuilder}, which says
 * what each option means. Immutable.
 */
@AutoValue
public abstract class DetectorOptions {
  /** 178,956,970 pixels, Pillow's limit: 512 MiB as RGB bytes. */
  public static final long DEFAULT_MAX_PIXELS = 178_956_970L;

  DetectorOptions() {}

  /** {@return a path, an http(s) URL or a {@code detectron2://} name} */
  public abstract String weights();

  /** {@return the detectron2 yaml; never together with {@link #preset()}} */
  public abstract Optional<Path> configFile();

  /** {@return the name of a built-in configuration; never together with {@link #configFile()}} */
  public abstract Optional<String> preset();

  /** {@return keys and values in turn, detectron2's {@code opts}; a later one wins} */
  public abstract List<String> overrides();

  /** {@return the labels of the classes, in the order of the class ids} */
  public abstract Optional<List<String>> labels();

  /**
   * {@return {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}; when empty, the
   * configuration's {@code MODEL.DEVICE}, and where that says nothing {@code auto}}
   */
  public abstract Optional<String> device();

  /** {@return the number format to compute in} */
  public abstract Precision precision();

  /** {@return the name of the proposal initializer; when empty, what the weights were made with} */
  public abstract Optional<String> proposals();

  /** {@return whether the class heads of the weights are left out} */
  public abstract boolean ignoreClassHead();

  /** {@return whether missing and superfluous tensors are tolerated} */
  public abstract boolean lenient();

  /** {@return the most pixels that a picture may have before it is decoded} */
  public abstract long maxPixels();

  /** {@return whether a picture file that ends early is used as far as it goes} */
  public abstract boolean truncatedImages();

  /**
   * {@return at which sizes pictures are looked at; when empty, the configuration's {@code
   * TEST.AUG} decides whether at more than one}
   */
  public abstract Optional<TestTimeAugmentation> testTimeAugmentation();

  /**
   * These options with another proposal initializer.
   *
   * @param name its name
   * @return the changed copy
   */
  public final DetectorOptions withProposals(String name) {
    return toBuilder().proposals(name).build();
  }

  abstract Builder toBuilder();

  static Builder builder() {
    return new AutoValue_DetectorOptions.Builder()
        .precision(Precision.FP32)
        .ignoreClassHead(false)
        .lenient(false)
        .maxPixels(DEFAULT_MAX_PIXELS)
        .truncatedImages(false);
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder weights(String value);

    abstract Builder configFile(Path value);

    abstract Builder preset(String value);

    abstract Builder overrides(List<String> value);

    abstract Builder labels(List<String> value);

    abstract Builder device(String value);

    abstract Builder precision(Precision value);

    abstract Builder proposals(String value);

    abstract Builder ignoreClassHead(boolean value);

    abstract Builder lenient(boolean value);

    abstract Builder maxPixels(long value);

    abstract Builder truncatedImages(boolean value);

    abstract Builder testTimeAugmentation(TestTimeAugmentation value);

    abstract DetectorOptions build();
  }
}
