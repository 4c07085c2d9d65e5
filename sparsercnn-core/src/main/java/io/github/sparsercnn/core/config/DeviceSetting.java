package io.github.sparsercnn.core.config;

import io.github.sparsercnn.ConfigException;
import java.util.regex.Pattern;

/**
 * What {@code MODEL.DEVICE} asks for. detectron2's default is {@code cuda}, and every config that
 * it dumps says so, whether anybody wanted it or not. Therefore {@code cuda} in a file, like the
 * default, means a GPU if one can be used and else the CPU; {@code cuda} in an override or from the
 * program, and {@code cuda:1} anywhere, mean that GPU or an error.
 *
 * @param device {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:N}, {@code cuda:least-used} or
 *     {@code cuda:} and a part of a GPU's name
 */
public record DeviceSetting(String device) {
  /** A GPU if one can be used, else the CPU. */
  public static final String AUTO = "auto";

  private static final String KEY = "MODEL.DEVICE";
  private static final Pattern KNOWN =
      Pattern.compile("auto|cpu|cuda(:(\\d{1,3}|[A-Za-z][\\w .-]{2,}))?");

  /**
   * Checks the name.
   *
   * @throws ConfigException if it is none of those
   */
  public DeviceSetting {
    if (!KNOWN.matcher(device).matches()) {
      throw new ConfigException(
          KEY
              + " is "
              + ValueType.show(device)
              + ", expected auto, cpu, cuda, cuda:N, cuda:least-used or cuda:NAME");
    }
  }

  /**
   * Takes the device out of a config.
   *
   * @param config any config
   * @return the device
   * @throws ConfigException if the value is no device
   */
  public static DeviceSetting of(Config config) {
    String device = config.getString(KEY);
    boolean unasked = device.equals("cuda") && !config.isExplicit(KEY);
    return new DeviceSetting(unasked ? AUTO : device);
  }

  /** Whether a GPU is used where there is one, and the CPU otherwise. */
  public boolean isAuto() {
    return device.equals(AUTO);
  }
}
