package io.github.sparsercnn.core.config;

import io.github.sparsercnn.WeightsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where weights lie: what {@code MODEL.WEIGHTS} holds. A file on disk; {@code
 * detectron2://ImageNetPretrained/torchvision/R-50.pkl}, which stands for an address in
 * detectron2's model zoo; or an http or https address. Addresses are downloaded once and kept in
 * the folder {@code SPARSERCNN_CACHE}, else {@code $XDG_CACHE_HOME/sparsercnn}, else {@code
 * ~/.cache/sparsercnn}. Immutable and thread-safe: threads that want one file share one download.
 */
public final class WeightsLocation {
  private static final String DETECTRON2_ZOO = "https://dl.fbaipublicfiles.com/detectron2/";
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://(.*)");
  private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();
  private static final Logger LOG = LoggerFactory.getLogger(WeightsLocation.class);

  /** The address to download; null for a file on disk. */
  private final @Nullable URI address;

  private final String text;

  private WeightsLocation(String text, @Nullable URI address) {
    this.text = text;
    this.address = address;
  }

  /**
   * A location.
   *
   * @param text a path, absolute or relative to the working folder, or an address
   * @return the location; nothing is read or downloaded yet
   * @throws WeightsException if it is empty, no path, or an address of another kind
   */
  public static WeightsLocation of(String text) {
    if (text.isBlank()) {
      throw new WeightsException("no weights given; expected a file or an address (MODEL.WEIGHTS)");
    }
    Matcher scheme = SCHEME.matcher(text);
    if (!scheme.matches()) {
      return new WeightsLocation(text, null);
    }
    return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
      case "detectron2" -> new WeightsLocation(text, uri(DETECTRON2_ZOO + scheme.group(2)));
      case "http", "https" -> new WeightsLocation(text, uri(text));
      default ->
          throw new WeightsException(
              "cannot read weights from "
                  + text
                  + "; expected a file, detectron2://, http:// or https://");
    };
  }

  private static URI uri(String text) {
    try {
      URI address = new URI(text);
      if (address.getHost() == null) {
        throw new WeightsException("the address " + text + " names no host");
      }
      return address;
    } catch (URISyntaxException e) {
      throw new WeightsException("the address " + text + " is malformed: " + e.getReason(), e);
    }
  }

  /** The address to download, empty for a file on disk. */
  public Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  /**
   * The file on disk, downloaded if need be.
   *
   * @return an existing file
   * @throws WeightsException if there is no such file, or it cannot be downloaded; then the message
   *     says where to put it by hand
   */
  public Path resolve() {
    if (address == null) {
      return existing();
    }
    WeightsCache cache =
        WeightsCache.of(
            System::getenv, System.getProperty("user.home"), System.getProperty("java.io.tmpdir"));
    return resolve(cache, WeightsDownload.patient());
  }

  /** As {@link #resolve()}, with a given cache. */
  Path resolve(WeightsCache cache, WeightsDownload download) {
    if (address == null) {
      return existing();
    }
    Path file = cache.file(address);
    synchronized (LOCKS.computeIfAbsent(file, path -> new Object())) {
      if (!Files.isRegularFile(file)) {
        LOG.info("downloading {} to {}", address, file);
        download.to(address, file);
      }
    }
    return file;
  }

  private Path existing() {
    try {
      Path file = Path.of(text);
      if (Files.isRegularFile(file)) {
        return file;
      }
      throw new WeightsException(
          Files.isDirectory(file)
              ? file + " is a folder, expected a weights file"
              : "no weights file " + file + " (looked at " + file.toAbsolutePath() + ")");
    } catch (InvalidPathException e) {
      throw new WeightsException(text + " is no path: " + e.getReason(), e);
    }
  }

  /** Returns the location as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
