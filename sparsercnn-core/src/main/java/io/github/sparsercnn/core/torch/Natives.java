package io.github.sparsercnn.core.torch;

import io.github.sparsercnn.NativeException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Loads LibTorch once per process and says what is missing when that fails.
 *
 * <p>JavaCPP extracts the natives into {@code ~/.javacpp/cache} (about 450 MB; another place with
 * {@code -Dorg.bytedeco.javacpp.cachedir}). It also stops a process whose resident memory exceeds
 * {@code -Dorg.bytedeco.javacpp.maxPhysicalBytes}, by default four times {@code -Xmx}: native
 * tensors count, so a small heap with large pictures needs that property set. It is read before the
 * first native call, so it must be given on the command line.
 */
public final class Natives {
  private static final Pattern MISSING_GLIBC = Pattern.compile("version `(GLIBC(?:XX)?_[0-9.]+)'");
  private static final List<String> MODULES = List.of("javacpp", "openblas", "pytorch");

  private static volatile boolean loaded;

  private Natives() {}

  /**
   * Loads LibTorch if that has not happened yet. Thread-safe.
   *
   * @throws NativeException if the natives of this platform are absent or cannot be linked; the
   *     message names the dependency to add
   */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (loaded) {
      return;
    }
    try {
      Loader.load(torch.class);
      // OpenBLAS' own threads fight with OpenMP's, which costs the linear layers a factor of 5 to
      // 9.
      openblas_nolapack.blas_set_num_threads(1);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw new NativeException(explain(e), e);
    }
    loaded = true;
  }

  private static String explain(LinkageError error) {
    String platform = Loader.getPlatform();
    List<String> absent = new ArrayList<>();
    for (String module : MODULES) {
      if (!hasNatives(module, platform)) {
        absent.add("org.bytedeco:" + module + ":" + platform);
      }
    }
    return explain(platform, absent, NativeErrors.rootMessage(error));
  }

  /** The message for a failed load; apart from the class path, so that each case can be tested. */
  static String explain(String platform, List<String> absent, @Nullable String cause) {
    StringBuilder message =
        new StringBuilder("LibTorch natives for " + platform + " could not be loaded: ");
    Matcher glibc = MISSING_GLIBC.matcher(cause == null ? "" : cause);
    if (!absent.isEmpty()) {
      message
          .append("missing on the class path: ")
          .append(String.join(", ", absent))
          .append("; add org.bytedeco:pytorch-platform or these classifiers as dependencies")
          .append(" (platforms: linux-x86_64, macosx-arm64, macosx-x86_64, windows-x86_64)");
    } else if (glibc.find()) {
      message
          .append(glibc.group(1))
          .append(" was not found on this system; glibc 2.35 or newer is needed")
          .append(" (Ubuntu 22.04, Debian 12, Fedora 36 or newer; not RHEL 9, not Alpine)");
    } else {
      message.append(cause).append("; all JavaCPP artifacts must have matching versions");
    }
    return message.toString();
  }

  private static boolean hasNatives(String module, String platform) {
    return Natives.class
                .getClassLoader()
                .getResource("org/bytedeco/" + module + "/" + platform + "/")
            != null
        || Natives.class.getClassLoader().getResource(libraryResource(module, platform)) != null;
  }

  private static String libraryResource(String module, String platform) {
    String library =
        switch (module) {
          case "pytorch" -> "jnitorch";
          case "openblas" -> "jniopenblas_nolapack";
          default -> "jnijavacpp";
        };
    return "org/bytedeco/" + module + "/" + platform + "/" + fileName(library, platform);
  }

  private static String fileName(String library, String platform) {
    if (platform.startsWith("windows")) {
      return library + ".dll";
    }
    return "lib" + library + (platform.startsWith("macosx") ? ".dylib" : ".so");
  }
}
