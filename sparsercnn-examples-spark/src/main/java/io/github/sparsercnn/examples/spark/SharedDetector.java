package io.github.sparsercnn.examples.spark;

import io.github.sparsercnn.Detector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The detector of a JVM, which all its tasks share: loaded by the first one that asks, closed when
 * the JVM ends. Thread-safe.
 */
final class SharedDetector {
  private static final String MEMORY_GUARD = "org.bytedeco.javacpp.maxPhysicalBytes";
  private static final Map<DetectorSpec, Detector> OPEN = new ConcurrentHashMap<>();

  static {
    // JavaCPP would stop at four times the heap. How much memory an executor may have is not for it
    // to say; it reads this when its first class is loaded.
    if (System.getProperty(MEMORY_GUARD) == null) {
      System.setProperty(MEMORY_GUARD, "0");
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> OPEN.values().forEach(Detector::close), "sparsercnn-close"));
  }

  private SharedDetector() {}

  /**
   * Finds the detector or loads it, while others who want it wait.
   *
   * @param spec which
   * @return the detector; never closed by the caller
   * @throws io.github.sparsercnn.SparseRcnnException if it cannot be loaded; the next one who asks
   *     tries again
   */
  static Detector of(DetectorSpec spec) {
    return OPEN.computeIfAbsent(spec, DetectorSpec::open);
  }
}
