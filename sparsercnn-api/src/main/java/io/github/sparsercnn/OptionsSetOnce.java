package io.github.sparsercnn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** What the builders share: options that may be set once, and checks at the door. */
final class OptionsSetOnce {
  private static final Pattern DEVICE =
      Pattern.compile("auto|cpu|cuda(:(\\d{1,3}|[A-Za-z][\\w .-]{2,}))?");

  private final Map<String, Object> chosen = new HashMap<>();

  /** Returns the value, and remembers that the option is set. */
  <T> T once(String option, T value) {
    Object current = chosen.putIfAbsent(option, Objects.requireNonNull(value, option));
    if (current != null) {
      throw new IllegalStateException(option + " was already set to " + current + "; set it once");
    }
    return value;
  }

  boolean isSet(String option) {
    return chosen.containsKey(option);
  }

  static void requireText(String value, String option) {
    if (Objects.requireNonNull(value, option).isBlank()) {
      throw new IllegalArgumentException(option + " is blank");
    }
  }

  static void requirePairs(List<String> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) {
      throw new IllegalArgumentException(
          "overrides must be KEY VALUE pairs, but the last key has no value: " + keysAndValues);
    }
  }

  static void requireDevice(String device) {
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "device must be auto, cpu, cuda, cuda:N, cuda:least-used or cuda:NAME, got '"
              + device
              + "'");
    }
  }
}
