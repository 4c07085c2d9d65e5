package io.github.sparsercnn;

import io.github.sparsercnn.spi.SparseRcnnRuntime;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The implementation of the api that lies on the class path. */
final class InstalledRuntime {
  private InstalledRuntime() {}

  /**
   * Finds it through the thread's class loader, else through the api's: application servers and
   * Spark put the implementation into the former, plain tools leave the former unset.
   *
   * @throws SparseRcnnException if there is none, more than one, or it cannot be started
   */
  static SparseRcnnRuntime find() {
    List<SparseRcnnRuntime> runtimes = load(ServiceLoader.load(SparseRcnnRuntime.class));
    if (runtimes.isEmpty()) {
      runtimes =
          load(
              ServiceLoader.load(
                  SparseRcnnRuntime.class, SparseRcnnRuntime.class.getClassLoader()));
    }
    if (runtimes.isEmpty()) {
      throw new SparseRcnnException(
          "no implementation of the Sparse R-CNN api on the class path:"
              + " add the dependency io.github.sparsercnn:sparsercnn-core");
    }
    if (runtimes.size() > 1) {
      throw new SparseRcnnException(
          runtimes.stream()
              .map(runtime -> runtime.getClass().getName())
              .collect(
                  Collectors.joining(
                      ", ",
                      "more than one implementation of the Sparse R-CNN api on the class path: ",
                      "; keep one")));
    }
    return runtimes.get(0);
  }

  private static List<SparseRcnnRuntime> load(ServiceLoader<SparseRcnnRuntime> loader) {
    try {
      return loader.stream().map(ServiceLoader.Provider::get).toList();
    } catch (ServiceConfigurationError e) {
      throw new SparseRcnnException(
          "the implementation of the Sparse R-CNN api could not be started: " + e.getMessage(), e);
    }
  }
}
