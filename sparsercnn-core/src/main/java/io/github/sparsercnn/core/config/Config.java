package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A detectron2 config: every key of detectron2 0.3 and of Sparse R-CNN with a value, and where that
 * value came from. Keys are written with dots, such as {@code MODEL.SparseRCNN.NUM_CLASSES}; each
 * has the type of its default. Immutable and thread-safe; the {@code with} methods return changed
 * copies.
 *
 * <p>Two configs are equal if all their values are.
 *
 * @see <a href="https://github.com/rbgirshick/yacs">yacs</a>, whose rules these are
 */
public final class Config {
  private static final Logger LOG = LoggerFactory.getLogger(Config.class);
  private static final String CODE = "set by the program";

  private final ConfigSchema schema;

  /** Only the keys that somebody set. */
  private final Map<String, Setting> settings;

  private Config(ConfigSchema schema, Map<String, Setting> settings) {
    this.schema = schema;
    this.settings = Collections.unmodifiableMap(settings);
  }

  /**
   * What the official {@code get_cfg()} and {@code add_sparsercnn_config(cfg)} give: the defaults
   * under every yaml file. They describe detectron2's default network, not yet a Sparse R-CNN.
   */
  public static Config detectron2Defaults() {
    return of(ConfigSchema.installed());
  }

  /**
   * The official {@code Base-SparseRCNN.yaml} with {@code MODEL.RESNETS.STRIDE_IN_1X1 False}, which
   * all official models have: a ResNet-50 with 300 proposals and 80 classes.
   */
  public static Config defaults() {
    return Preset.base().with("MODEL.RESNETS.STRIDE_IN_1X1", false);
  }

  /**
   * Every key that exists: those of detectron2 and Sparse R-CNN, those of this library, and those
   * of the {@link ConfigExtension}s that are installed.
   *
   * @return full keys, sorted, unmodifiable
   */
  public static SortedSet<String> keys() {
    return Collections.unmodifiableSortedSet(
        new TreeSet<>(ConfigSchema.installed().defaults().keySet()));
  }

  /** The defaults of a schema. */
  static Config of(ConfigSchema schema) {
    return new Config(schema, Map.of());
  }

  /**
   * Reads a detectron2 yaml file on top of {@link #detectron2Defaults()}, {@code _BASE_} files
   * first. An official file name without its folder, or in {@code projects/SparseRCNN/configs}, is
   * taken from this library where the file does not exist.
   *
   * @param file the yaml file
   * @return the config
   * @throws ConfigException if a file is missing, is not yaml, holds an unknown key or a value of
   *     the wrong type
   */
  public static Config read(Path file) {
    return detectron2Defaults().with(ConfigSource.of(file));
  }

  /**
   * Reads a detectron2 yaml text on top of {@link #detectron2Defaults()}. Its {@code _BASE_} may
   * only be an official file name.
   *
   * @param yaml the text
   * @param name what to call it in messages
   * @return the config
   * @throws ConfigException as {@link #read}
   */
  public static Config parse(String yaml, String name) {
    return detectron2Defaults().with(ConfigSource.of(yaml, name));
  }

  /** Sets what a source and its bases set. */
  Config with(ConfigSource source) {
    return withAll(source.assignments());
  }

  /**
   * Sets keys from the words of a command line, as detectron2 does: {@code KEY VALUE KEY VALUE}.
   * Values are Python literals; anything else is a text.
   *
   * @param words keys and values in turn
   * @return the changed config
   * @throws ConfigException if a key is unknown, a value has the wrong type or a word is missing
   */
  public Config with(List<String> words) {
    return withAll(Overrides.parse(words));
  }

  /**
   * Sets one key.
   *
   * @param key a full key
   * @param value a number, boolean, text or list of these
   * @return the changed config
   * @throws ConfigException if the key is unknown or the value has the wrong type
   * @throws IllegalArgumentException if the value is of another type than those
   */
  public Config with(String key, Object value) {
    return withAll(List.of(new Assignment(key, ValueType.normalize(value), null, CODE)));
  }

  /** Sets several keys. */
  Config withAll(List<Assignment> wanted) {
    Map<String, Setting> changed = new HashMap<>(settings);
    for (Assignment assignment : wanted) {
      if (assignment.value() == null && schema.isSection(assignment.key())) {
        continue; // the section's keys are commented out
      }
      Object value = schema.check(assignment);
      if (!schema.knows(assignment.key())) {
        LOG.warn("{} ({}) is kept but not used", assignment.key(), assignment.origin());
      }
      changed.put(assignment.key(), new Setting(assignment.key(), value, assignment.origin()));
    }
    return new Config(schema, changed);
  }

  /**
   * A whole number.
   *
   * @param key a full key
   * @return its value
   * @throws ConfigException if the value is not an int of 32 bits
   * @throws IllegalArgumentException if the key does not exist
   */
  public int getInt(String key) {
    return setting(key).toInt();
  }

  /**
   * A decimal number.
   *
   * @param key a full key
   * @return its value
   * @throws ConfigException if the value is not a number
   * @throws IllegalArgumentException if the key does not exist
   */
  public double getDouble(String key) {
    return setting(key).toDouble();
  }

  /**
   * A truth value.
   *
   * @param key a full key
   * @return its value
   * @throws ConfigException if the value is not a bool
   * @throws IllegalArgumentException if the key does not exist
   */
  public boolean getBoolean(String key) {
    return setting(key).toBoolean();
  }

  /**
   * A text.
   *
   * @param key a full key
   * @return its value
   * @throws ConfigException if the value is not a text
   * @throws IllegalArgumentException if the key does not exist
   */
  public String getString(String key) {
    return setting(key).toText();
  }

  /**
   * A list of whole numbers.
   *
   * @param key a full key
   * @return its values, unmodifiable
   * @throws ConfigException if the value is not a list of ints of 32 bits
   * @throws IllegalArgumentException if the key does not exist
   */
  public List<Integer> getInts(String key) {
    return setting(key).toInts();
  }

  /**
   * A list of decimal numbers.
   *
   * @param key a full key
   * @return its values, unmodifiable
   * @throws ConfigException if the value is not a list of numbers
   * @throws IllegalArgumentException if the key does not exist
   */
  public List<Double> getDoubles(String key) {
    return setting(key).toDoubles();
  }

  /**
   * A list of texts.
   *
   * @param key a full key
   * @return its values, unmodifiable
   * @throws ConfigException if the value is not a list of texts
   * @throws IllegalArgumentException if the key does not exist
   */
  public List<String> getStrings(String key) {
    return setting(key).toTexts();
  }

  /**
   * A list of whatever.
   *
   * @param key a full key
   * @return its elements as {@link #get} gives values, unmodifiable
   * @throws ConfigException if the value is not a list
   * @throws IllegalArgumentException if the key does not exist
   */
  public List<?> getList(String key) {
    return setting(key).toList();
  }

  /**
   * The value of a key.
   *
   * @param key a full key
   * @return a {@link Long}, {@link Double}, {@link Boolean}, {@link String}, unmodifiable {@link
   *     List} of these, or null for Python's None
   * @throws IllegalArgumentException if the key does not exist
   */
  public @Nullable Object get(String key) {
    return setting(key).value();
  }

  private Setting setting(String key) {
    Setting setting = settings.get(key);
    return setting != null ? setting : schema.defaultSetting(key);
  }

  /**
   * Whether a file, override or program set the key, be it to its default.
   *
   * @param key a full key
   */
  public boolean isSet(String key) {
    return settings.containsKey(key);
  }

  /**
   * Whether an override or the program set the key, not a file.
   *
   * @param key a full key
   * @throws IllegalArgumentException if the key does not exist
   */
  public boolean isExplicit(String key) {
    return origin(key).equals(Overrides.ORIGIN) || origin(key).equals(CODE);
  }

  /**
   * Where a value was asked for.
   *
   * @param key a full key
   * @return such as {@code bccd.yaml:12} or {@code override}, else {@code default}
   * @throws IllegalArgumentException if the key does not exist
   */
  public String origin(String key) {
    return setting(key).origin();
  }

  /** The keys that were set although nothing here knows them, sorted: they have no effect. */
  public Set<String> unknownKeys() {
    return settings.keySet().stream()
        .filter(key -> !schema.knows(key))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Writes all of it as yaml that detectron2 and {@link #read} understand. Keys that detectron2 0.3
   * does not know are written only where they differ from their default.
   *
   * @return the text, keys sorted, lines ended by a line feed
   */
  public String toYaml() {
    Map<String, Object> written = values();
    written
        .keySet()
        .removeIf(
            key ->
                !schema.isOfficial(key)
                    && Objects.equals(written.get(key), schema.defaults().get(key)));
    return ConfigYamlWriter.write(written);
  }

  /** Every key and its value, sorted. */
  private Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new TreeMap<>(schema.defaults());
    settings.forEach((key, setting) -> values.put(key, setting.value()));
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Config config && values().equals(config.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  /** Returns {@link #toYaml()}. */
  @Override
  public String toString() {
    return toYaml();
  }
}
