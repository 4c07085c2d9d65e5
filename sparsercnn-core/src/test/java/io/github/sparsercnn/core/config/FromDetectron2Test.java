package io.github.sparsercnn.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/from-detectron2.md says of keys and classes is true. */
class FromDetectron2Test {
  private static final Path ROOT = Path.of(System.getProperty("sparsercnn.root", ".."));
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** A class, perhaps with a method of it. */
  private static final Pattern CLASS = Pattern.compile("([A-Z][A-Za-z]*[a-z][A-Za-z]*)([.(].*)?");

  private static final Pattern LITERAL = Pattern.compile("\"([A-Za-z0-9_.]+)\"");

  private static final List<String> TABLES_OF_CLASSES =
      List.of(
          "## Commands",
          "### The other tools",
          "## The classes of projects/SparseRCNN",
          "## detectron2 itself");

  private static final ConfigSchema SCHEMA = schema();

  private static String page;

  /** The keys of this library, those of its proposal initializers included. */
  private static ConfigSchema schema() {
    ConfigSchema schema = ConfigSchema.builtIn();
    for (ConfigExtension extension : ServiceLoader.load(ConfigExtension.class)) {
      if (extension.getClass().getName().startsWith("io.github.sparsercnn.core.")) {
        schema = schema.with(extension);
      }
    }
    return schema;
  }

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(ROOT.resolve("docs/from-detectron2.md"));
  }

  /** The rows of the tables of a section, without the head of each. */
  private static List<List<String>> rows(String heading) {
    String from = page.substring(page.indexOf("\n" + heading + "\n") + 1);
    String section =
        from.lines()
            .skip(1)
            .takeWhile(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    return section
        .lines()
        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
        .skip(1)
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
        .toList();
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
  }

  /** Section and name of each key in the table of those without effect. */
  private static List<String> withoutEffect() {
    List<String> keys = new ArrayList<>();
    for (List<String> row : rows("### Keys without effect")) {
      String section = row.get(0).equals("(none)") ? "" : code(row.get(0)).get(0) + ".";
      code(row.get(1)).forEach(name -> keys.add(section + name));
    }
    return keys;
  }

  @Test
  void keys_areAllThereOnceAndSorted() {
    List<String> counting =
        rows("### Keys that count").stream().map(row -> code(row.get(0)).get(0)).toList();
    assertThat(counting).isSorted();
    List<List<String>> others = rows("### Keys without effect");
    assertThat(others.stream().map(row -> row.get(0).replace("`", "")).toList()).isSorted();
    assertThat(others).allSatisfy(row -> assertThat(code(row.get(1))).isSorted());
    List<String> all = new ArrayList<>(counting);
    all.addAll(withoutEffect());
    assertThat(all).doesNotHaveDuplicates();
    Set<String> existing = SCHEMA.defaults().keySet();
    assertThat(without(existing, all)).as("keys that docs/from-detectron2.md lacks").isEmpty();
    assertThat(without(all, existing)).as("keys that only docs/from-detectron2.md has").isEmpty();
  }

  private static Set<String> without(Collection<String> all, Collection<String> others) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  @Test
  void keys_haveTheseDefaultsAndOrigins() {
    Set<String> later = keysOf("later_detectron2.yaml");
    for (List<String> row : rows("### Keys that count")) {
      String key = code(row.get(0)).get(0);
      assertThat(code(row.get(1)).get(0))
          .as("default of " + key)
          .isEqualTo(PythonLiteralWriter.write(SCHEMA.defaults().get(key)));
      assertThat(row.get(2).equals("**ours**"))
          .as(key + " is ours")
          .isEqualTo(!SCHEMA.isOfficial(key) && !later.contains(key));
      assertThat(row.get(2).equals("later detectron2"))
          .as(key + " is of later versions")
          .isEqualTo(later.contains(key));
      assertThat(row.get(3)).as(key).isNotBlank();
    }
  }

  private static Set<String> keysOf(String resource) {
    return ConfigYaml.parse(ConfigSchema.resource(resource), resource).stream()
        .map(Assignment::key)
        .collect(Collectors.toSet());
  }

  /** Keys appear in the source as a whole, or as a section with a dot and a name. */
  @Test
  void keys_countThatTheSourceReads() throws IOException {
    Set<String> literals = new HashSet<>();
    for (Path file : sources()) {
      if (file.startsWith(ROOT.resolve("sparsercnn-core"))) {
        LITERAL
            .matcher(Files.readString(file))
            .results()
            .map(MatchResult::group)
            .forEach(quoted -> literals.add(quoted.substring(1, quoted.length() - 1)));
      }
    }
    Set<String> read = new TreeSet<>();
    for (String key : SCHEMA.defaults().keySet()) {
      boolean inTwo =
          literals.stream()
              .anyMatch(
                  section ->
                      section.endsWith(".")
                          && key.startsWith(section)
                          && literals.contains(key.substring(section.length())));
      if (literals.contains(key) || inTwo) {
        read.add(key);
      }
    }
    Set<String> counting = new TreeSet<>();
    rows("### Keys that count").forEach(row -> counting.add(code(row.get(0)).get(0)));
    assertThat(counting).isEqualTo(read);
  }

  @Test
  void classes_exist() throws IOException {
    Set<String> known =
        sources().stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Map<String, String> missing = new TreeMap<>();
    for (String heading : TABLES_OF_CLASSES) {
      for (List<String> row : rows(heading)) {
        for (String word : code(row.get(1))) {
          var matcher = CLASS.matcher(word);
          if (matcher.matches() && !known.contains(matcher.group(1))) {
            missing.put(word, row.get(0));
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(rows("## detectron2 itself")).hasSizeGreaterThan(60);
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("sparsercnn-api", "sparsercnn-core", "sparsercnn-examples")) {
      try (Stream<Path> found = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }

  @Test
  void namesOfPython_areSorted() {
    for (String heading : TABLES_OF_CLASSES) {
      List<String> names =
          rows(heading).stream()
              .map(row -> code(row.get(0)).get(0).toLowerCase(Locale.ROOT))
              .map(name -> name.replaceAll("[^a-z0-9]+", " ").strip())
              .toList();
      assertThat(names).as(heading).isSorted();
    }
  }
}
