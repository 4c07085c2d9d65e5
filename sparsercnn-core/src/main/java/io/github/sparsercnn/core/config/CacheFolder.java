package io.github.sparsercnn.core.config;

import io.github.sparsercnn.SparseRcnnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which downloads are kept: {@code SPARSERCNN_CACHE}, else {@code
 * $XDG_CACHE_HOME/sparsercnn}, else {@code ~/.cache/sparsercnn}, else {@code sparsercnn} in the
 * system's temporary folder.
 */
public final class CacheFolder {
  private static final String OWN = "SPARSERCNN_CACHE";
  private static final String NAME = "sparsercnn";

  private CacheFolder() {}

  /**
   * Finds the folder of this user, which is made if it is missing.
   *
   * @return the folder
   * @throws SparseRcnnException if {@code SPARSERCNN_CACHE} is set but cannot be made
   */
  public static Path find() {
    String temporary =
        Objects.requireNonNull(System.getProperty("java.io.tmpdir"), "java.io.tmpdir");
    return find(System::getenv, System.getProperty("user.home"), temporary);
  }

  /**
   * Finds the folder of a user.
   *
   * @param environment gives the value of an environment variable or null
   * @param home the user's home folder, null or empty if unknown
   * @param temporary the system's temporary folder
   * @throws SparseRcnnException if {@code SPARSERCNN_CACHE} is set but cannot be made
   */
  static Path find(
      Function<String, @Nullable String> environment, @Nullable String home, String temporary) {
    String own = environment.apply(OWN);
    if (isGiven(own)) {
      Path folder = Path.of(own);
      if (!canBeMade(folder)) {
        throw new SparseRcnnException(
            "cannot write to " + folder + ", the folder that " + OWN + " names; choose another");
      }
      return folder;
    }
    List<Path> candidates = new ArrayList<>();
    String shared = environment.apply("XDG_CACHE_HOME");
    if (isGiven(shared) && Path.of(shared).isAbsolute()) { // its specification ignores others
      candidates.add(Path.of(shared, NAME));
    }
    if (isGiven(home)) {
      candidates.add(Path.of(home, ".cache", NAME));
    }
    Path last = Path.of(temporary, NAME);
    return candidates.stream().filter(CacheFolder::canBeMade).findFirst().orElse(last);
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  private static boolean canBeMade(Path folder) {
    try {
      return Files.isWritable(Files.createDirectories(folder));
    } catch (IOException e) {
      return false;
    }
  }
}
