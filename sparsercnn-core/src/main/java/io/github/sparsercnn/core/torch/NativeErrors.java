package io.github.sparsercnn.core.torch;

import io.github.sparsercnn.NativeException;
import io.github.sparsercnn.SparseRcnnException;
import org.jspecify.annotations.Nullable;

/** Turns what LibTorch throws into exceptions of this library. */
public final class NativeErrors {
  private static final String BACKTRACE = "\nException raised from";

  private NativeErrors() {}

  /**
   * Translates an exception of a native call. JavaCPP throws plain {@link RuntimeException}s whose
   * message ends in a C++ backtrace; that is cut. Everything else is returned as it is.
   *
   * @param doing what was tried, for example {@code "prediction"}
   * @param thrown what was thrown
   * @return the exception to throw instead
   */
  public static RuntimeException translate(String doing, RuntimeException thrown) {
    if (thrown instanceof SparseRcnnException || thrown.getClass() != RuntimeException.class) {
      return thrown;
    }
    return new NativeException(doing + " failed in LibTorch: " + text(thrown), thrown);
  }

  /**
   * The message of what an error was caused by in the first place.
   *
   * @param error perhaps with causes
   * @return its text, null if there is none
   */
  public static @Nullable String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  /**
   * Whether LibTorch found no memory on the CPU or a GPU for a tensor.
   *
   * @param thrown by a native call
   */
  public static boolean isOutOfMemory(RuntimeException thrown) {
    String message = String.valueOf(thrown.getMessage());
    return thrown.getClass() == RuntimeException.class
        && (message.contains("CUDA out of memory")
            || message.contains("CUDA error: out of memory")
            || message.contains("DefaultCPUAllocator: can't allocate memory"));
  }

  /**
   * What LibTorch says, in one line and without the backtrace.
   *
   * @param thrown by a native call
   * @return the text
   */
  public static String text(RuntimeException thrown) {
    String message = String.valueOf(thrown.getMessage());
    int backtrace = message.indexOf(BACKTRACE);
    String text = backtrace < 0 ? message : message.substring(0, backtrace);
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
