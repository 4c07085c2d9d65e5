package io.github.sparsercnn.core.config;

import io.github.sparsercnn.SparseRcnnException;
import io.github.sparsercnn.WeightsException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where downloaded weights are kept. An address is kept under its host and path, so that files of
 * one name do not meet.
 */
final class WeightsCache {
  private static final int QUERY_DIGITS = 16;

  /** No name that a file system would take for a parent folder or a hidden file. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\w%+~@=-][\\w.%+~@=-]*");

  private final Path folder;

  private WeightsCache(Path folder) {
    this.folder = folder;
  }

  /** A cache in a given folder. */
  static WeightsCache in(Path folder) {
    return new WeightsCache(folder);
  }

  /**
   * The cache of this user.
   *
   * @param environment gives the value of an environment variable or null
   * @param home the user's home folder, null or empty if unknown
   * @param temporary the system's temporary folder
   * @throws WeightsException if {@code SPARSERCNN_CACHE} is set but cannot be made
   */
  static WeightsCache of(
      Function<String, @Nullable String> environment, @Nullable String home, String temporary) {
    try {
      return new WeightsCache(CacheFolder.find(environment, home, temporary));
    } catch (SparseRcnnException e) {
      throw new WeightsException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Where the file of an address is kept.
   *
   * @param address an http or https address
   * @return the file, whether it exists or not
   * @throws WeightsException if the address does not end in a file name
   */
  Path file(URI address) {
    List<String> parts =
        Arrays.stream(address.getRawPath().split("/")).filter(part -> !part.isEmpty()).toList();
    boolean plain = parts.stream().allMatch(part -> PLAIN_NAME.matcher(part).matches());
    if (parts.isEmpty() || !plain || address.getRawPath().endsWith("/")) {
      throw new WeightsException("the address " + address + " does not end in a plain file name");
    }
    String port = address.getPort() < 0 ? "" : "_" + address.getPort();
    String host = address.getHost().toLowerCase(Locale.ROOT) + port;
    Path place = folder.resolve(host.replaceAll("[^a-z0-9._-]", "_"));
    for (String part : parts.subList(0, parts.size() - 1)) {
      place = place.resolve(part);
    }
    if (address.getRawQuery() != null) {
      byte[] query = address.getRawQuery().getBytes(StandardCharsets.UTF_8);
      place = place.resolve("query-" + Sha256.of(query).substring(0, QUERY_DIGITS));
    }
    return place.resolve(parts.get(parts.size() - 1));
  }
}
