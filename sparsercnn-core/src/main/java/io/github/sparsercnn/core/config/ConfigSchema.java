package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys that exist, with their default values and, by these, their types: those of detectron2
 * 0.3, those that Sparse R-CNN adds, those that later detectron2 versions have, and those of this
 * library and its {@link ConfigExtension}s. Immutable.
 */
final class ConfigSchema {
  /** Sections that only training reads; an unknown key in them is kept unless it looks misspelt. */
  private static final List<String> TRAINING_SECTIONS =
      List.of("SOLVER.", "DATALOADER.", "DATASETS.");

  private static final String VERSION = "VERSION";

  private final SortedMap<String, Object> defaults;
  private final Set<String> official;
  private final Set<String> sections;

  private ConfigSchema(SortedMap<String, Object> defaults, Set<String> official) {
    this.defaults = Collections.unmodifiableSortedMap(defaults);
    this.official = Set.copyOf(official);
    this.sections = new TreeSet<>();
    for (String key : defaults.keySet()) {
      for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
        sections.add(key.substring(0, dot));
      }
    }
  }

  /** The keys of this library and of every {@link ConfigExtension} that is installed. */
  static ConfigSchema installed() {
    return Installed.SCHEMA;
  }

  /** The keys of this library alone. */
  static ConfigSchema builtIn() {
    SortedMap<String, Object> defaults = new TreeMap<>();
    addResource("detectron2.yaml", defaults);
    addResource("sparsercnn.yaml", defaults);
    Set<String> official = Set.copyOf(defaults.keySet());
    addResource("later_detectron2.yaml", defaults);
    addResource("project.yaml", defaults);
    return new ConfigSchema(defaults, official);
  }

  private static void addResource(String name, SortedMap<String, Object> defaults) {
    for (Assignment assignment : ConfigYaml.parse(resource(name), name)) {
      defaults.put(assignment.key(), Objects.requireNonNull(assignment.value()));
    }
  }

  /** The text of a file that lies beside this class. */
  static String resource(String name) {
    try (InputStream stream = ConfigSchema.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * These keys and those of an extension.
   *
   * @throws IllegalStateException if the extension declares a key that exists, or a section as a
   *     key
   * @throws IllegalArgumentException if a default is no config value
   */
  ConfigSchema with(ConfigExtension extension) {
    SortedMap<String, Object> extended = new TreeMap<>(defaults);
    extension
        .defaults()
        .forEach(
            (key, value) -> {
              Object normal = Objects.requireNonNull(ValueType.normalize(value), key);
              if (sections.contains(key) || extended.put(key, normal) != null) {
                throw new IllegalStateException(
                    extension.getClass().getName() + " declares " + key + ", which exists already");
              }
            });
    return new ConfigSchema(extended, official);
  }

  /** Every key and its default, sorted. */
  SortedMap<String, Object> defaults() {
    return defaults;
  }

  /**
   * The default of a key.
   *
   * @throws IllegalArgumentException if the key does not exist
   */
  Setting defaultSetting(String key) {
    Object standard = defaults.get(key);
    if (standard == null) {
      throw new IllegalArgumentException(
          "no key "
              + key
              + suggestion(key).map(known -> "; did you mean " + known + "?").orElse(""));
    }
    return new Setting(key, standard, Setting.DEFAULT);
  }

  /** Whether this key exists. */
  boolean knows(String key) {
    return defaults.containsKey(key);
  }

  /** Whether detectron2 0.3 with the official Sparse R-CNN project knows this key. */
  boolean isOfficial(String key) {
    return official.contains(key);
  }

  /** Whether this is the name of a group of keys, such as {@code MODEL.RESNETS}. */
  boolean isSection(String key) {
    return sections.contains(key);
  }

  /**
   * Checks a wanted value.
   *
   * @return the value to keep, of the key's type
   * @throws ConfigException if the key does not exist or the value does not fit it
   */
  @Nullable Object check(Assignment wanted) {
    Object standard = defaults.get(wanted.key());
    if (standard != null) {
      Object value = ValueType.of(standard).coerce(wanted);
      if (wanted.key().equals(VERSION) && !standard.equals(value)) {
        throw new ConfigException(
            VERSION + " is " + at(wanted) + ", expected " + standard + "; save it with detectron2");
      }
      return value;
    }
    if (sections.contains(wanted.key())) {
      throw new ConfigException(
          wanted.key() + " is a section of keys, found the value " + at(wanted));
    }
    return checkUnknown(wanted);
  }

  private @Nullable Object checkUnknown(Assignment wanted) {
    String key = wanted.key();
    String section = key.substring(0, Math.max(0, key.lastIndexOf('.')));
    if (knows(section)) {
      String expected = ValueType.of(defaults.get(section)).description();
      throw new ConfigException(
          section + " must be " + expected + ", found a section (" + wanted.origin() + ")");
    }
    Optional<String> meant = suggestion(key);
    if (meant.isEmpty() && TRAINING_SECTIONS.stream().anyMatch(key::startsWith)) {
      return wanted.value();
    }
    throw new ConfigException(
        "unknown key "
            + ValueType.shorten(key)
            + " ("
            + wanted.origin()
            + ")"
            + meant.map(known -> "; did you mean " + known + "?").orElse(""));
  }

  private static String at(Assignment wanted) {
    return ValueType.show(wanted.value()) + " (" + wanted.origin() + ")";
  }

  private Optional<String> suggestion(String key) {
    return Spelling.closest(key, defaults.keySet());
  }

  /** Found once, when first asked for. */
  private static final class Installed {
    private static final ConfigSchema SCHEMA = load();

    private static ConfigSchema load() {
      ConfigSchema schema = builtIn();
      for (ConfigExtension extension :
          ServiceLoader.load(ConfigExtension.class, ConfigSchema.class.getClassLoader())) {
        schema = schema.with(extension);
      }
      return schema;
    }
  }
}
