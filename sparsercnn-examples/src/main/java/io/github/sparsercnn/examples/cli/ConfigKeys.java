package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.core.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Tells pictures from the KEY VALUE words of the config that may follow them. */
final class ConfigKeys {
  /** What else is meant as a key, though misspelt; picture files are not called like this. */
  private static final Pattern KEY =
      Pattern.compile(
          "(MODEL|INPUT|DATASETS|DATALOADER|SOLVER|TEST|GLOBAL)\\.[\\w.]+"
              + "|OUTPUT_DIR|SEED|CUDNN_BENCHMARK|VIS_PERIOD|VERSION");

  private ConfigKeys() {}

  /** {@return how many words come before the first key} */
  static int before(List<String> words) {
    int count = 0;
    while (count < words.size() && !isKey(words.get(count))) {
      count++;
    }
    return count;
  }

  private static boolean isKey(String word) {
    return (Config.keys().contains(word) || KEY.matcher(word).matches())
        && !Files.exists(Path.of(word));
  }
}
