package io.github.sparsercnn.core.config;

import io.github.sparsercnn.WeightsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything about a model but its weights, put together from what the caller says and from what
 * lies with the weights. The first of these that exists gives the config: the caller's; the yaml in
 * the metadata of the weights ({@value #CONFIG_METADATA}); a yaml of the same name beside the
 * weights, or {@code config.yaml} beside a detectron2 checkpoint; the shapes of the weights with
 * the official values for the rest. The caller's overrides come on top of any.
 *
 * @param config the config
 * @param architecture the network that the config describes
 * @param origins for each setting that shapes do not show: where its value comes from; sorted
 * @param assumed the keys among them whose official value is used because nobody said anything
 * @param contradictions values on which config and shapes disagree; the config's is in force
 */
public record ModelDescription(
    Config config,
    Architecture architecture,
    Map<String, String> origins,
    List<String> assumed,
    List<Contradiction> contradictions) {
  /** The metadata entry that holds a config as yaml. */
  public static final String CONFIG_METADATA = "sparsercnn.config";

  private static final String FROM_SHAPES = "shapes of the weights";
  private static final String OFFICIAL = "official default";

  /** No shape shows the last two, and weights of one kind of norm may be used in another. */
  private static final Set<String> NOT_COMPARED =
      Set.of(ArchitectureKey.NORM, ArchitectureKey.DROPOUT, ArchitectureKey.PRIOR_PROB);

  private static final Pattern DETECTRON2_CHECKPOINT =
      Pattern.compile("model_(final|[0-9]{7})\\.(pth|pkl)");
  private static final Logger LOG = LoggerFactory.getLogger(ModelDescription.class);

  /** Copies the collections. */
  public ModelDescription {
    origins = Collections.unmodifiableMap(new TreeMap<>(origins));
    assumed = List.copyOf(assumed);
    contradictions = List.copyOf(contradictions);
  }

  /**
   * Puts a description together.
   *
   * @param weights what is known of the weights
   * @param config the caller's config; null to take what lies with the weights
   * @param overrides {@code KEY VALUE} words on top of the config, may be empty
   * @return the description; its {@link #contradictions()} are the caller's to report
   * @throws io.github.sparsercnn.ConfigException if a config or an override cannot be used
   * @throws WeightsException if nothing describes the network and the shapes do not show it, or the
   *     metadata is damaged
   */
  public static ModelDescription of(
      WeightsFacts weights, @Nullable Config config, List<String> overrides) {
    Config stored = config != null ? config : stored(weights);
    if (stored == null) {
      ArchitectureReader.Reading shown = ArchitectureReader.fromShapes(weights.shapes());
      Config chosen = ofShapes(shown).with(overrides);
      return describe(chosen, shown);
    }
    return describe(stored.with(overrides), readable(weights));
  }

  private static ModelDescription describe(
      Config config, ArchitectureReader.@Nullable Reading shown) {
    Architecture architecture = Architecture.of(config);
    Map<String, String> origins = new TreeMap<>();
    uncertain().forEach(key -> origins.put(key, config.origin(key)));
    return new ModelDescription(
        config,
        architecture,
        origins,
        origins.keySet().stream().filter(key -> config.origin(key).equals(OFFICIAL)).toList(),
        shown == null ? List.of() : contradictions(config, architecture, shown));
  }

  /** The settings that matter to every answer and that no tensor shows. */
  private static Stream<String> uncertain() {
    return Stream.concat(ArchitectureReader.HIDDEN.stream(), TestInput.KEYS.stream());
  }

  private static @Nullable Config stored(WeightsFacts weights) {
    String yaml = weights.metadata().get(CONFIG_METADATA);
    if (yaml != null) {
      return Config.parse(yaml, "metadata of " + weights.name());
    }
    return weights.path() == null ? null : beside(weights.path()).map(Config::read).orElse(null);
  }

  /** The yaml file that belongs to a weights file. */
  private static Optional<Path> beside(Path weights) {
    String name = String.valueOf(weights.getFileName());
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    Stream<String> names = Stream.of(stem + ".yaml", stem + ".yml");
    if (DETECTRON2_CHECKPOINT.matcher(name).matches()) {
      names = Stream.concat(names, Stream.of("config.yaml"));
    }
    return names.map(weights::resolveSibling).filter(Files::isRegularFile).findFirst();
  }

  private static Config ofShapes(ArchitectureReader.Reading shown) {
    List<Assignment> values = new ArrayList<>();
    for (ArchitectureKey key : ArchitectureKey.ALL) {
      String origin = shown.assumed().contains(key.key()) ? OFFICIAL : FROM_SHAPES;
      Object value = ValueType.normalize(key.get().apply(shown.architecture()));
      values.add(new Assignment(key.key(), value, null, origin));
    }
    Object stages = shown.architecture().fpnInFeatures();
    values.add(new Assignment("MODEL.RESNETS.OUT_FEATURES", stages, null, FROM_SHAPES));
    Config official = Config.defaults();
    for (String key : TestInput.KEYS) {
      values.add(new Assignment(key, official.get(key), null, OFFICIAL));
    }
    return official.withAll(values);
  }

  /** What the shapes show, or null: a config may describe weights that lack much of the network. */
  private static ArchitectureReader.@Nullable Reading readable(WeightsFacts weights) {
    try {
      return ArchitectureReader.fromShapes(weights.shapes());
    } catch (WeightsException e) {
      LOG.debug("the shapes of {} show no architecture: {}", weights.name(), e.getMessage());
      return null;
    }
  }

  private static List<Contradiction> contradictions(
      Config config, Architecture configured, ArchitectureReader.Reading shown) {
    Architecture present = withoutBackground(shown.architecture(), configured);
    List<Contradiction> found = new ArrayList<>();
    for (ArchitectureKey key : ArchitectureKey.ALL) {
      Object wanted = key.get().apply(configured);
      Object inWeights = key.get().apply(present);
      boolean visible = !shown.assumed().contains(key.key()) && !NOT_COMPARED.contains(key.key());
      if (visible && !wanted.equals(inWeights)) {
        found.add(new Contradiction(key.key(), wanted, config.origin(key.key()), inWeights));
      }
    }
    return found;
  }

  /** A softmax model that was saved without its criterion has one more class by its shapes. */
  private static Architecture withoutBackground(Architecture present, Architecture configured) {
    boolean background =
        present.useFocal()
            && !configured.useFocal()
            && present.numClasses() == configured.numClasses() + 1;
    return background
        ? present.toBuilder().useFocal(false).numClasses(configured.numClasses()).build()
        : present;
  }
}
