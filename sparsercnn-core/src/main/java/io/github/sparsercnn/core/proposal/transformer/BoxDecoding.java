package io.github.sparsercnn.core.proposal.transformer;

import io.github.sparsercnn.ConfigException;
import io.github.sparsercnn.core.config.Config;
import java.util.Locale;

/** How four numbers become a box. */
enum BoxDecoding {
  /**
   * They move and resize a learned box, as the head's numbers do. They begin at zero, so that an
   * untrained box transformer changes nothing.
   */
  DELTA,
  /** Their sigmoids are centre and size as fractions of the picture, as in DETR. */
  SIGMOID;

  /**
   * The decoding that a config names.
   *
   * @throws ConfigException if there is none of that name
   */
  static BoxDecoding of(Config config) {
    String key = BoxTransformerKeys.DECODING;
    String name = config.getString(key);
    for (BoxDecoding decoding : values()) {
      if (decoding.configName().equals(name)) {
        return decoding;
      }
    }
    throw new ConfigException(
        key + " is " + name + " (" + config.origin(key) + "), expected delta or sigmoid");
  }

  String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
