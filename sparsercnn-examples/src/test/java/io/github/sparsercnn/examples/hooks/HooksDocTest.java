package io.github.sparsercnn.examples.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The code in docs/hooks.md is that of the examples. */
class HooksDocTest {
  private static final Path ROOT = Path.of(System.getProperty("sparsercnn.root", ".."));
  private static final Path SOURCES =
      ROOT.resolve("sparsercnn-examples/src/main/java/io/github/sparsercnn/examples/hooks");

  /** A block of Java, and before it the file that it is from. */
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- from (\\w+\\.java) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);

  @TestFactory
  List<DynamicTest> blocks_areInTheSource() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("docs/hooks.md")));
    while (block.find()) {
      String file = String.valueOf(block.group(1));
      String code = block.group(2);
      shown.add(file);
      tests.add(
          DynamicTest.dynamicTest(
              "block " + tests.size() + " of " + file,
              () ->
                  assertThat(flat(Files.readString(SOURCES.resolve(file)))).contains(flat(code))));
    }
    tests.add(
        DynamicTest.dynamicTest(
            "every example is shown",
            () -> {
              try (var files = Files.list(SOURCES)) {
                assertThat(shown)
                    .containsAll(
                        files
                            .map(path -> path.getFileName().toString())
                            .filter(name -> name.startsWith("Own"))
                            .toList());
              }
            }));
    return tests;
  }

  /** Without indentation. */
  private static String flat(String code) {
    return code.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
