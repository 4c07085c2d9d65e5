package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * A yaml text, where it lies, and the {@code _BASE_} files under it: what detectron2's {@code
 * load_yaml_with_base} reads. A base is relative to the file that names it. Official file names are
 * taken from this library where they do not exist on disk, because their content is fixed.
 */
final class ConfigSource {
  private static final String BASE_KEY = "_BASE_";
  private static final int MAX_BASES = 16;
  private static final Path OFFICIAL_FOLDER = Path.of("projects", "SparseRCNN", "configs");
  private static final Logger LOG = LoggerFactory.getLogger(ConfigSource.class);

  private final String name;
  private final String text;

  /** Where relative bases lie; null if only official bases are allowed. */
  private final @Nullable Path folder;

  private ConfigSource(String name, String text, @Nullable Path folder) {
    this.name = name;
    this.text = text;
    this.folder = folder;
  }

  /**
   * A yaml file.
   *
   * @throws ConfigException if it does not exist or cannot be read as text
   */
  static ConfigSource of(Path file) {
    if (Files.exists(file)) {
      return new ConfigSource(file.toString(), read(file), folder(file));
    }
    Path parent = file.getParent();
    if (Preset.isOfficialFile(file.getFileName().toString())
        && (parent == null || parent.endsWith(OFFICIAL_FOLDER))) {
      LOG.warn("{} does not exist; using this library's own copy", file);
      return official(file.getFileName().toString());
    }
    throw new ConfigException(
        "no config file " + file + "; official configs need only their file name");
  }

  /** A yaml text that lies nowhere; its bases can only be official files. */
  static ConfigSource of(String text, String name) {
    return new ConfigSource(name, text, null);
  }

  /** A file of this library, by its official file name. */
  static ConfigSource official(String fileName) {
    String file = Preset.withExtension(fileName);
    return new ConfigSource(file, ConfigSchema.resource("official/" + file), null);
  }

  /**
   * What this source sets, bases first.
   *
   * @throws ConfigException if a base is missing or includes itself, or a text is not yaml
   */
  List<Assignment> assignments() {
    List<Assignment> assignments = new ArrayList<>();
    collect(new LinkedHashSet<>(), assignments);
    return assignments;
  }

  private void collect(Set<String> chain, List<Assignment> into) {
    if (!chain.add(name) || chain.size() > MAX_BASES) {
      throw new ConfigException(
          BASE_KEY + " goes in a circle: " + String.join(" -> ", chain) + " -> " + name);
    }
    List<Assignment> own = ConfigYaml.parse(text, name);
    for (Assignment assignment : own) {
      if (assignment.key().equals(BASE_KEY)) {
        for (String base : bases(assignment)) {
          base(base, assignment.origin()).collect(chain, into);
        }
      }
    }
    own.stream().filter(assignment -> !assignment.key().equals(BASE_KEY)).forEach(into::add);
    chain.remove(name);
  }

  private static List<String> bases(Assignment assignment) {
    if (assignment.text() != null) {
      return List.of(assignment.text());
    }
    if (assignment.value() instanceof List<?> list
        && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new ConfigException(
        BASE_KEY
            + " must be a file name or a list of them, found "
            + ValueType.show(assignment.value())
            + " ("
            + assignment.origin()
            + ")");
  }

  private ConfigSource base(String base, String origin) {
    Path file = folder == null ? null : resolve(folder, base, origin);
    if (file != null && Files.exists(file)) {
      return of(file);
    }
    String fileName = base.substring(base.lastIndexOf('/') + 1);
    if (Preset.isOfficialFile(fileName)) {
      if (file != null) {
        LOG.warn("{}: {} does not exist; using this library's own copy", origin, file);
      }
      return official(fileName);
    }
    throw new ConfigException(
        BASE_KEY
            + " names "
            + (file == null
                ? base + ", which is no official file"
                : file + ", which does not exist")
            + " ("
            + origin
            + ")");
  }

  private static Path resolve(Path folder, String base, String origin) {
    try {
      boolean inHome = base.startsWith("~/");
      Path home = Path.of(System.getProperty("user.home"));
      return inHome ? home.resolve(base.substring(2)) : folder.resolve(base).normalize();
    } catch (InvalidPathException e) {
      throw new ConfigException(BASE_KEY + " is no path: " + base + " (" + origin + ")", e);
    }
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new ConfigException(file + " is a folder, expected a yaml file");
    }
    return folder;
  }

  private static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + " is a folder, expected a yaml file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(ConfigYaml.MAX_CHARACTERS + 1);
      if (bytes.length > ConfigYaml.MAX_CHARACTERS) {
        throw new ConfigException(
            file
                + " is larger than "
                + ConfigYaml.MAX_CHARACTERS
                + " bytes; this is not a detectron2 config");
      }
      return decode(bytes);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + " is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Decodes UTF-8, or UTF-16 behind its byte order mark, which is dropped. */
  private static String decode(byte[] bytes) throws IOException {
    StringWriter text = new StringWriter();
    try (var reader = new UnicodeReader(new ByteArrayInputStream(bytes))) {
      reader.transferTo(text);
    }
    return text.toString();
  }
}
